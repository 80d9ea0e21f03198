#!/usr/bin/env python3
"""Write a synthetic gazetteer and a news-like Arabic corpus that mentions it.

    corpus.py DIR --aliases 100000 --megabytes 100

makes DIR/gazetteer/places/synthetic.tsv and DIR/corpus.jsonl. The same arguments give the same
bytes on every machine, and a smaller corpus is the beginning of a larger one.

No two aliases differ by letters alone that could be proclitics or the article, and no other word
of the text is an alias with such letters before it. What is a mention is therefore beyond
dispute, and two programs can be held to the same counts.
"""

import argparse
import datetime
import itertools
import json
import pathlib
import random

SEED = 20251027
FORMS_PER_ENTITY = 4  # an Arabic label and three more names
VOCABULARY = 20_000
TWO_WORD_SHARE = 0.3  # of the aliases
ALIAS_SHARE = 1 / 6  # of the words of the text: as many as begin a mention in the seeds
MARKED_SHARE = 0.03  # of the words of the text: a shadda or tanween is written, as in careful news
PROCLITIC_SHARE = 0.25  # of the aliases in the text
BARE_ALEF_SHARE = 0.1  # of the aliases in the text: without hamza, as much news is typed
COMMA_SHARE = 0.05  # of the words of the text
DOCUMENT_BYTES = 3_000
FIRST_DATE = datetime.date(2024, 1, 1)
DAYS = 730

FOLDS = str.maketrans("أإآىةؤئ", "ااايهوي")
BARE_ALEF = str.maketrans("أإآ", "ااا")
PROCLITICS = "وبل"
CLITIC_LETTERS = "وفبلك"
CONSONANTS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي" + 2 * "رلمنبسدتعق"
VOWELS = ("", "", "ا", "و", "ي")  # short vowels are not written
OPENINGS = ("", "", "", "", "", "أ", "إ", "آ")
ENDINGS = ("", "", "", "", "", "", "ة", "ية", "ان", "ى", "ائي")
COMMON_WORDS = """
في من على إلى أن التي الذي عن مع هذا هذه ذلك تلك كان كانت قد لم لا ما بعد قبل بين خلال منذ حتى عند
كما أو ثم حيث كل بعض غير أكثر أول عام يوم أمس اليوم مليون ألف نحو أمام تحت فوق دون ضد حول وفق بسبب
وقال وأضاف وأكد وأوضح وأشار مصدر بيان تصريح مؤتمر اجتماع تقرير ملف قرار مشروع برنامج خطة مرحلة قطاع
سوق أسعار نسبة مستوى عمل دور جانب إطار ضوء ظل إثر عبر لدى أيضا فقط جدا لكن إذا عندما بينما هناك هنا
""".split()


def core(form):
    """What is left of a form when all that could be proclitic or article is taken off."""
    bare = form.translate(FOLDS).lstrip(CLITIC_LETTERS)
    return bare.removeprefix("ال").lstrip(CLITIC_LETTERS)


def made_up_word(rng):
    syllables = (rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.choice((3, 3, 4))))
    word = rng.choice(OPENINGS) + "".join(syllables) + rng.choice(ENDINGS)
    return word.replace("اا", "ا")


def made_up_alias(rng):
    word = made_up_word(rng)
    if rng.random() < TWO_WORD_SHARE:
        word += rng.choice((" ", " ال")) + made_up_word(rng)
    return word


def aliases_and_vocabulary(rng, alias_count):
    """Both by falling frequency in the text."""
    aliases, cores = [], {core(word) for word in COMMON_WORDS}
    while len(aliases) < alias_count:
        alias = made_up_alias(rng)
        if core(alias) not in cores:
            cores.add(core(alias))
            aliases.append(alias)
    vocabulary = list(COMMON_WORDS)
    while len(vocabulary) < VOCABULARY:
        word = rng.choice(("", "", "ال")) + made_up_word(rng)
        if core(word) not in cores:
            vocabulary.append(word)
    return aliases, vocabulary


def gazetteer_rows(aliases):
    for number, start in enumerate(range(0, len(aliases), FORMS_PER_ENTITY), start=1):
        entity = f"place:synthetic-{number:06}"
        label, *names = aliases[start : start + FORMS_PER_ENTITY]
        yield entity, "label", "en", f"Synthetic Place {number:06}"
        yield entity, "label", "ar", label
        for name in names:
            yield entity, "name", "ar", name


def zipf(rng, words):
    """Words without end, the n-th of the list with a frequency proportional to 1/n."""
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    while True:
        yield from rng.choices(words, cum_weights=weights, k=10_000)


def running_text(rng, aliases, vocabulary):
    """The words of the text, with aliases among them."""
    mentioned = zipf(rng, aliases)
    for word in zipf(rng, vocabulary):
        if rng.random() < ALIAS_SHARE:
            word = next(mentioned)
            if rng.random() < BARE_ALEF_SHARE:
                word = word.translate(BARE_ALEF)
            if rng.random() < PROCLITIC_SHARE:
                word = rng.choice(PROCLITICS) + word
        if rng.random() < MARKED_SHARE:
            word = marked(rng, word)
        yield word + "،" if rng.random() < COMMA_SHARE else word


def marked(rng, word):
    """A word with the vowel sign that newspapers do write."""
    if len(word) > 3 and rng.random() < 0.5:
        return word[:2] + "\u0651" + word[2:]
    return word + "\u064b"


def sentence(rng, words):
    return " ".join(itertools.islice(words, rng.randint(12, 30))).removesuffix("،") + "."


def document_text(rng, words):
    paragraphs, size = [], 0
    while size < DOCUMENT_BYTES:
        paragraph = " ".join(sentence(rng, words) for _ in range(rng.randint(2, 5)))
        paragraphs.append(paragraph)
        size += len(paragraph.encode())
    return "\n".join(paragraphs)


def documents(rng, aliases, vocabulary):
    words = running_text(rng, aliases, vocabulary)
    title_words = zipf(rng, vocabulary)
    for number in itertools.count():
        yield {
            "id": f"synthetic/{number:07}",
            "title": " ".join(itertools.islice(title_words, 8)),
            "date": str(FIRST_DATE + datetime.timedelta(days=number % DAYS)),
            "text": document_text(rng, words),
        }


def write_gazetteer(path, aliases):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("entity\tkey\tlang\tfrom\tto\tsource\tvalue\n")
        for entity, key, lang, value in gazetteer_rows(aliases):
            file.write(f"{entity}\t{key}\t{lang}\t\t\t\t{value}\n")


def write_corpus(path, byte_count, rng, aliases, vocabulary):
    written = 0
    with path.open("wb") as file:
        for document in documents(rng, aliases, vocabulary):
            written += file.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
            if written >= byte_count:
                break


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--aliases", type=int, default=100_000, metavar="N")
    parser.add_argument("--megabytes", type=float, default=100, metavar="MB", help="of 10^6 bytes")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()

    rng = random.Random(args.seed)
    aliases, vocabulary = aliases_and_vocabulary(rng, args.aliases)
    write_gazetteer(args.folder / "gazetteer" / "places" / "synthetic.tsv", aliases)
    corpus = args.folder / "corpus.jsonl"
    write_corpus(corpus, args.megabytes * 1_000_000, rng, aliases, vocabulary)


if __name__ == "__main__":
    main()
