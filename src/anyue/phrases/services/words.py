"""Add words to those of the reader, remove them, take them from a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from anyue.core.errors import Refused
from anyue.organisations.models import Unit, User
from anyue.reading import lexicon, own_words
from anyue.reading.errors import BadWords
from anyue.reading.own_words import EXAMPLES, MAX_PHRASES, group_of

from .. import rules
from ..models import Phrase, PhraseChange
from ..rules import PhraseVerb


@dataclass(frozen=True)
class Imported:
    """What became of a file: how many words came in, and why others did not."""

    added: int
    left_out: list[str]


@transaction.atomic
def add(
    *, actor: User, unit: Unit, place: str, words: str, example: str = "", is_import: bool = False
) -> Phrase:
    """Add one phrase to a place.

    Raises:
        PermissionDenied: the actor does not keep the words of this unit.
        Refused: of a wrong shape, known already, too general, not in its example, or one too many.
    """
    if not rules.may_change_words(actor, unit):
        raise PermissionDenied
    words, example = own_words.tidy(words), example.strip()
    own = Phrase.objects.filter(unit=unit)
    taken = list(own.filter(place=place).values_list("words", flat=True))
    sentence = own_words.objection(place, words, taken) or _objection_to_example(
        place, words, example
    )
    if sentence:
        raise Refused(sentence)
    if own.count() >= MAX_PHRASES:
        raise Refused(f"一个单位最多加 {MAX_PHRASES} 个识别词，请先删掉不用的。")
    try:
        with transaction.atomic():
            phrase = Phrase.objects.create(
                unit=unit, place=place, words=words, example=example, added_by=actor
            )
    except IntegrityError as error:
        # A colleague added the same word at the same moment: the constraint let one through.
        raise Refused(f"“{words}”已经在本单位的词里，不用再加。") from error
    _record(phrase, PhraseVerb.IMPORT if is_import else PhraseVerb.ADD, actor)
    return phrase


@transaction.atomic
def remove(phrase: Phrase, *, actor: User) -> None:
    """Take a phrase out again; plans that were read with it stay as they are.

    Raises:
        PermissionDenied: the actor does not keep the words of this unit.
        Refused: somebody else removed it first.
    """
    if not rules.may_change_words(actor, phrase.unit):
        raise PermissionDenied
    removed, _ = Phrase.objects.filter(pk=phrase.pk).delete()
    if not removed:
        raise Refused(f"“{phrase}”已经被删掉了。")
    _record(phrase, PhraseVerb.REMOVE, actor)


def import_toml(*, actor: User, unit: Unit, text: str) -> Imported:
    """Add every phrase of a file that may be added; what may not is told with its reason.

    Raises:
        PermissionDenied: the actor does not keep the words of this unit.
        Refused: the file as a whole cannot be used.
    """
    if not rules.may_change_words(actor, unit):
        raise PermissionDenied
    try:
        tables = own_words.from_toml(text)
    except BadWords as error:
        raise Refused(str(error)) from error
    sentences = own_words.examples(tables)
    added, left_out = 0, []
    for place, words in own_words.entries(tables):
        example = _example_for(place, words, sentences.get(group_of(place), []))
        try:
            add(actor=actor, unit=unit, place=place, words=words, example=example, is_import=True)
        except Refused as error:
            left_out.append(str(error))
        else:
            added += 1
    return Imported(added, left_out)


def own_tables(unit: Unit, *, with_examples: bool = False) -> dict[str, Any]:
    """The unit's words in the shape of lexicon.toml, for the reader or for a file."""
    phrases = list(Phrase.objects.filter(unit=unit)[:MAX_PHRASES])
    # A rule that became stricter since must not stop the import of a notice.
    rows = [
        (one.place, one.words)
        for one in phrases
        if own_words.shape_objection(one.place, one.words) is None
    ]
    if with_examples:
        kept = dict.fromkeys((group_of(one.place), one.example) for one in phrases if one.example)
        rows += [(f"{group}.{EXAMPLES}", example) for group, example in kept]
    return own_words.tables(rows)


def _objection_to_example(place: str, words: str, example: str) -> str | None:
    if len(example) > own_words.LONGEST_EXAMPLE:
        return f"例句太长，最多 {own_words.LONGEST_EXAMPLE} 个字。"
    if example and not place.endswith(".evidence") and not lexicon.phrases([words]).search(example):
        return f"例句里没有“{words}”，请换一句带着它的原文。"
    return None


def _example_for(place: str, words: str, sentences: list[str]) -> str:
    if place.endswith(".evidence"):
        return ""
    pattern = lexicon.phrases([words])
    return next((sentence for sentence in sentences if pattern.search(sentence)), "")


def _record(phrase: Phrase, verb: PhraseVerb, actor: User) -> None:
    PhraseChange.objects.create(
        unit=phrase.unit,
        verb=verb,
        place=phrase.place,
        words=phrase.words,
        example=phrase.example,
        actor=actor,
    )
