"""A source as it comes, be it page, document, PDF or text: paragraphs, tables, furniture."""
