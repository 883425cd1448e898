"""The checker of papers: reads a produced file and compares it with NĐ 30/2020 and with the figures it carries."""
