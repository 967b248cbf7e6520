"""What the physician says, apart from the software and under the physician's name."""

import numpy as np

from myomap.language import catalogue
from myomap.reading import ReadingDocument
from myomap.report.clean_text import clean_line, clean_text
from myomap.report.content import ReportContent
from myomap.report.finding_words import verdict_words
from myomap.report.heart_words import state_words
from myomap.report.number_words import moment_words, percent
from myomap.report.physician import PhysicianReading
from myomap.report.scores import SegmentScores, summed, summed_fall

__all__ = [
    "physician_headline",
    "physician_impression",
    "physician_name",
    "physician_sentences",
    "signature_words",
]


def physician_name(content: ReportContent) -> str:
    """Return whose impression the physician's is.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        As a title, with the author where one is named.
    """
    _ = catalogue(content.language, "report").gettext
    author = _author(content)
    return _("Physician: {name}").format(name=author) if author else _("Physician")


def physician_headline(content: ReportContent) -> str:
    """Return the physician's verdict in a few plain words.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        A sentence; says so where there is no verdict, and what was signed without one.
    """
    _ = catalogue(content.language, "report").gettext
    said = content.physician
    if said is not None and said.label is not None:
        return verdict_words(said.label, content.language)
    if said is not None and said.agrees:
        return verdict_words(content.document.verdict.label, content.language)
    if said is not None and said.is_signed:
        return _signed_without_verdict(content, said)
    return _("No verdict of a physician yet.")


def _signed_without_verdict(content: ReportContent, said: PhysicianReading) -> str:
    _ = catalogue(content.language, "report").gettext
    scores = (content.scores("stress"), content.scores("rest"))
    placed = said.placements
    has_area = said.mask_sha256 is not None or content.physician_mask is not None
    parts = [
        words
        for words, is_there in (
            (_("disagreement with the software's verdict"), said.agrees is False),
            (_("changed scores"), any(each and each.changed for each in scores)),
            (_("an affected area drawn anew"), has_area),
            (_("a ventricle placed by hand"), bool(placed.stress or placed.rest)),
            (_("a comment"), bool(clean_text(said.comment).strip())),
        )
        if is_there
    ] or [_("the software's reading, unchanged")]
    return _("Signed without a verdict of one's own: {parts}.").format(
        parts=", ".join(parts)
    )


def physician_impression(content: ReportContent) -> list[str]:
    """Return what the physician says of the software's verdict, and the comment.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Each a paragraph; the comment as it was written.
    """
    _ = catalogue(content.language, "report").gettext
    said = content.physician
    if said is None:
        return []
    told = []
    if said.agrees is True:
        told.append(_("Agrees with the software's verdict."))
    if said.agrees is False:
        told.append(_("Does not agree with the software's verdict."))
    comment = clean_text(said.comment)
    return [*told, *filter(None, (line.strip() for line in comment.split("\n")))]


def physician_sentences(content: ReportContent) -> list[str]:
    """Return which figures the physician changed, with the sums that follow.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    list of str
        Empty where nothing was changed.
    """
    _ = catalogue(content.language, "report").gettext
    said = content.physician
    if said is None:
        return []
    return [
        *_changed_scores(content),
        *_drawn_area(content, said),
        *_placements(content, said),
    ]


def signature_words(content: ReportContent) -> str:
    """Return who signed and when, or that nobody did.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        A sentence.
    """
    _ = catalogue(content.language, "report").gettext
    said = content.physician
    if said is None or said.signed_at is None:
        return _("Not signed: no physician has confirmed this report.")
    moment = moment_words(said.signed_at, content.language)
    author = _author(content)
    if not author:
        return _("Signed at {moment}; the signer gave no name.").format(moment=moment)
    return _("Signed by {name} at {moment}.").format(name=author, moment=moment)


def _author(content: ReportContent) -> str:
    return clean_line(content.physician.author) if content.physician else ""


def _changed_scores(content: ReportContent) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    told = []
    pairs = {state: content.scores(state) for state in ("stress", "rest")}
    for state, scores in pairs.items():
        if scores is None or not scores.changed:
            continue
        changes = ", ".join(
            _change(scores, number, score) for number, score in scores.changed.items()
        )
        told.append(
            _("{state}: scores changed by the physician (segment: software → "
              "physician) {changes}{sum}.").format(
                state=state_words(state, content.language),
                changes=changes,
                sum=_sum(state, scores),
            )
        )  # fmt: skip
    if told:
        told += _difference(content, pairs["stress"], pairs["rest"])
    return told


def _change(scores: SegmentScores, number: int, score: int) -> str:
    before = scores.software[number - 1]
    return f"{number}: {'–' if before is None else before} → {score}"


def _sum(state: str, scores: SegmentScores) -> str:
    total, before = summed(scores.physician), summed(scores.software)
    if total is None:
        return ""
    name = "SSS" if state == "stress" else "SRS"
    return f"; {name} {'–' if before is None else before} → {total}"


def _difference(
    content: ReportContent, stress: SegmentScores | None, rest: SegmentScores | None
) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    if stress is None or rest is None:
        return []
    total = summed_fall(stress.physician, rest.physician)
    if total is None:
        return []
    return [_("SDS by the physician's scores: {score}.").format(score=total)]


def _drawn_area(content: ReportContent, said: PhysicianReading) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    if said.mask_sha256 is None and content.physician_mask is None:
        return []
    mask = content.physician_mask
    state = content.arrays.stress or content.arrays.rest
    if mask is None or state is None:
        return [_("The physician drew the affected area anew.")]
    area = state.area_cm2.astype(np.float64)
    reversible, fixed = (
        100.0 * float(area[mask == value].sum()) / float(area.sum()) for value in (1, 2)
    )
    return [
        _("Affected area as the physician drew it: reversible {reversible}, fixed "
          "{fixed} of the wall.").format(
            reversible=percent(reversible, content.language),
            fixed=percent(fixed, content.language),
        )
    ]  # fmt: skip


def _placements(content: ReportContent, said: PhysicianReading) -> list[str]:
    _ = catalogue(content.language, "report").gettext
    placed = [
        state_words(state, content.language).lower()
        for state, found in (
            ("stress", said.placements.stress),
            ("rest", said.placements.rest),
        )
        if found is not None
    ]
    if not placed:
        return []
    return [
        _("The physician placed the ventricle by hand: {states}.").format(
            states=", ".join(placed)
        ),
        *_automatic(content),
    ]


def _automatic(content: ReportContent) -> list[str]:
    """Return the figures that the software found without a hand, to compare."""
    _ = catalogue(content.language, "report").gettext
    if content.automatic is None:
        return []
    before, now = content.automatic.perfusion, content.document.perfusion
    told = [
        _("{state} TPD {before} → {now}").format(
            state=state_words(name, content.language).lower(),
            before=percent(old.tpd_percent, content.language),
            now=percent(new.tpd_percent, content.language),
        )
        for name, old, new in (
            ("stress", before.stress, now.stress),
            ("rest", before.rest, now.rest),
        )
        if old is not None and old.tpd_percent is not None
        if new is not None and new.tpd_percent is not None
    ]
    told += [
        f"{name} {old} → {new}" for name, old, new in _sums(content.automatic, content)
    ]
    if not told:
        return []
    return [
        _("By the software, found automatically → placed by hand: {figures}.").format(
            figures="; ".join(told)
        )
    ]


def _sums(
    before: ReadingDocument, content: ReportContent
) -> list[tuple[str, int, int]]:
    now = content.document
    pairs = (
        ("SSS", before.perfusion.stress, now.perfusion.stress),
        ("SRS", before.perfusion.rest, now.perfusion.rest),
    )
    return [
        (name, old.summed_score, new.summed_score)
        for name, old, new in pairs
        if old is not None and old.summed_score is not None
        if new is not None and new.summed_score is not None
    ]
