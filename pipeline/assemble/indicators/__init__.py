"""Indicators (KPI, 数値目標): their tables and the lines that state them."""
