"""The report: a reading's content, its sentences, and the forms it is handed over in.

Input: a `ReadingDocument` with its arrays and, where a physician read the case too,
what they say. Output: one page to sign, as PDF, HTML, text, JSON and DICOM.
"""

from myomap.report.caution_sentences import caution_sentences
from myomap.report.content import PriorStudy, ReportContent, report_content
from myomap.report.doubt_sentences import doubt_sentences
from myomap.report.findings import Findings, Section, Statement, findings
from myomap.report.forms import REPORT_FORMS, report_form
from myomap.report.html_form import HTML_POLICY, html_report
from myomap.report.json_form import ReportDocument, json_report
from myomap.report.key_picture import key_picture
from myomap.report.network_suspicion import suspected_territories
from myomap.report.page import ReportPage, report_page
from myomap.report.page_words import page_sentence
from myomap.report.pdf_form import pdf_report
from myomap.report.physician import (
    LONGEST_AUTHOR,
    LONGEST_COMMENT,
    PhysicianLabel,
    PhysicianReading,
    PhysicianScores,
    Placement,
    Placements,
)
from myomap.report.study_words import population_words
from myomap.report.subject import Subject, pseudonym_of
from myomap.report.text_form import text_report

__all__ = [
    "HTML_POLICY",
    "LONGEST_AUTHOR",
    "LONGEST_COMMENT",
    "REPORT_FORMS",
    "Findings",
    "PhysicianLabel",
    "PhysicianReading",
    "PhysicianScores",
    "Placement",
    "Placements",
    "PriorStudy",
    "ReportContent",
    "ReportDocument",
    "ReportPage",
    "Section",
    "Statement",
    "Subject",
    "caution_sentences",
    "doubt_sentences",
    "findings",
    "html_report",
    "json_report",
    "key_picture",
    "page_sentence",
    "pdf_report",
    "population_words",
    "pseudonym_of",
    "report_content",
    "report_form",
    "report_page",
    "suspected_territories",
    "text_report",
]
