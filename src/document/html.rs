//! Web pages: the main text as Readability finds it, with title, date and language.

use std::sync::LazyLock;

use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use regex::Regex;

use super::decode::{Decoder, decode_as};
use super::plain::set_date;
use super::{Document, Place};

/// Pages above this size are no articles, and take the extractor minutes.
const LARGEST: usize = 32 << 20;
/// Real pages are nested some thirty deep; the extractor's time grows with the square of it.
const DEEPEST: usize = 400;
const DATES: [(&str, &str); 5] = [
    ("meta[itemprop='datePublished']", "content"),
    ("meta[name='date']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='DC.date']", "content"),
    ("time[datetime]", "datetime"),
];

static CHARSET: LazyLock<regex::bytes::Regex> = LazyLock::new(|| {
    regex::bytes::Regex::new(r#"(?i-u)<meta[^>]+charset\s*=\s*["']?([a-z0-9_-]+)"#).expect("a valid pattern")
});
static NESTED: LazyLock<regex::bytes::Regex> = LazyLock::new(|| {
    let tags = "div|span|section|article|main|table|ul|ol|blockquote|font|b|i|u|em|strong|a|center|form";
    regex::bytes::Regex::new(&format!("(?i-u)<(/?)(?:{tags})[ \\t\\r\\n>]")).expect("a valid pattern")
});
static DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*\d{4}-\d\d-\d\d").expect("a valid pattern"));

/// The article of a page, or why there is none.
pub(super) fn read(id: String, place: Place, bytes: &[u8], decoder: Decoder) -> Result<Document, String> {
    if bytes.len() > LARGEST {
        return Err(format!(
            "a page of {} MB is no article; cut it up or save it as text",
            bytes.len() >> 20
        ));
    }
    if depth(bytes) > DEEPEST {
        return Err(format!("a page nested deeper than {DEEPEST} elements"));
    }
    let (html, replacements) = decode(bytes, decoder);
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).map_err(|e| e.to_string())?;
    let date = DATES.iter().find_map(|(selector, attribute)| {
        let value = page.doc.select(selector).attr(attribute)?;
        DAY.is_match(&value).then(|| value.to_string())
    });
    let article = page.parse().map_err(|e| format!("no main text found: {e}"))?;
    let mut document = Document {
        id,
        place,
        title: article.title,
        date: None,
        language: article
            .lang
            .map(|l| l.split(['-', '_']).next().unwrap_or_default().to_lowercase())
            .unwrap_or_default(),
        source: article.site_name.unwrap_or_default(),
        text: article.text_content.trim().to_owned(),
        body: 0,
        replacements,
        note: String::new(),
    };
    set_date(
        &mut document,
        article.published_time.as_deref().filter(|d| DAY.is_match(d)).or(date.as_deref()).unwrap_or_default(),
    );
    Ok(document)
}

/// How deep elements that need an end tag are nested.
fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    for tag in NESTED.captures_iter(bytes) {
        now = if tag.get(1).is_some_and(|slash| !slash.is_empty()) { now.saturating_sub(1) } else { now + 1 };
        deepest = deepest.max(now);
    }
    deepest
}

/// In the encoding asked for, else the one declared, else the one that the bytes suggest. A declared UTF-16 is none, as
/// the declaration could be read (WHATWG HTML, 13.2.3.3).
fn decode(bytes: &[u8], decoder: Decoder) -> (String, u64) {
    let declared = || {
        let head = &bytes[..bytes.len().min(4096)];
        let encoding = Encoding::for_label(CHARSET.captures(head)?.get(1)?.as_bytes())?;
        (encoding != UTF_16LE && encoding != UTF_16BE && !decoder.is_forced()).then_some(encoding)
    };
    match declared() {
        Some(encoding) if std::str::from_utf8(bytes).is_err() && Encoding::for_bom(bytes).is_none() => {
            decode_as(bytes, encoding)
        }
        _ => decoder.decode(bytes),
    }
}
