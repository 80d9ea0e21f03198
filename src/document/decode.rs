//! Bytes to text: UTF-8, UTF-16 with a byte order mark, Windows-1256, ISO-8859-6, told apart by what the bytes say.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1252, WINDOWS_1256};

use crate::error::{Error, Result};

/// Enough text to tell one encoding from another.
const SAMPLE: usize = 1 << 20;

/// Decodes bytes, in a given encoding or the one that the bytes suggest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decoder {
    forced: Option<&'static Encoding>,
}

impl Decoder {
    /// A decoder for one encoding, by any of its labels (`windows-1256`, `cp1256`, `utf-8`).
    ///
    /// # Errors
    /// If no encoding has that label.
    pub fn of_label(label: &str) -> Result<Self> {
        let known = "utf-8, utf-16le, utf-16be, windows-1256, iso-8859-6, windows-1252";
        let unknown = || Error::input(format!("unknown encoding {label:?}; try one of {known}"));
        let forced = Encoding::for_label(label.as_bytes()).ok_or_else(unknown)?;
        Ok(Self { forced: Some(forced) })
    }

    pub(super) fn is_forced(self) -> bool {
        self.forced.is_some()
    }

    /// The encoding to read `bytes` (a beginning is enough) in.
    pub(super) fn detect(self, bytes: &[u8]) -> &'static Encoding {
        if let Some((encoding, _)) = Encoding::for_bom(bytes) {
            return encoding;
        }
        self.forced.unwrap_or_else(|| guess(&bytes[..bytes.len().min(SAMPLE)]))
    }

    /// The text, and the number of byte sequences replaced by U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, u64) {
        decode_as(bytes, self.detect(bytes))
    }
}

/// The text in `encoding`, without a byte order mark.
pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> (String, u64) {
    let bytes = match Encoding::for_bom(bytes) {
        Some((found, length)) if found == encoding => &bytes[length..],
        _ => bytes,
    };
    if encoding == UTF_8 {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return (text.to_owned(), 0);
        }
        let replaced = bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
        return (String::from_utf8_lossy(bytes).into_owned(), replaced as u64);
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let replaced = if had_errors { text.chars().filter(|c| *c == '\u{FFFD}').count() } else { 0 };
    (text.into_owned(), replaced as u64)
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let (mut wrong, mut multibyte) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        wrong += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
    }
    // A damaged UTF-8 file is still UTF-8; an 8-bit file has hardly a valid sequence in it.
    if wrong <= 1 || wrong * 4 <= multibyte {
        return UTF_8;
    }
    // The article is the commonest pair of letters, and only the right one of the two Arabic encodings shows it.
    let articles = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        text.matches("\u{627}\u{644}").count()
    };
    let [first, second] = [WINDOWS_1256, ISO_8859_6].map(articles);
    if first.max(second) * 200 > sample.len() {
        return if second > first { ISO_8859_6 } else { WINDOWS_1256 };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    // First without a hint; if that is no encoding of ours, as a page from an Arabic country would be read.
    [None, Some(&b"sa"[..])]
        .into_iter()
        .map(|domain| detector.guess(domain, Utf8Detection::Deny))
        .find(|e| [WINDOWS_1256, ISO_8859_6, WINDOWS_1252].contains(e))
        .unwrap_or(WINDOWS_1256)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "\u{632}\u{627}\u{631} \u{627}\u{644}\u{631}\u{626}\u{64A}\u{633} \u{645}\u{648}\u{633}\u{643}\u{648}\u{60C} \
        \u{648}\u{642}\u{627}\u{644} \u{625}\u{646} \u{627}\u{644}\u{62A}\u{639}\u{627}\u{648}\u{646} \u{64A}\u{633}\u{62A}\u{645}\u{631}";

    #[test]
    fn arabic_encodings_are_told_apart() {
        for encoding in [UTF_8, WINDOWS_1256, ISO_8859_6] {
            let (bytes, ..) = encoding.encode(ARABIC);
            assert_eq!(Decoder::default().decode(&bytes), (ARABIC.to_owned(), 0), "{}", encoding.name());
        }
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain(ARABIC.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(Decoder::default().decode(&utf16), (ARABIC.to_owned(), 0));
    }

    #[test]
    fn broken_utf8_stays_utf8_with_a_count() {
        let mut bytes = ARABIC.as_bytes().to_vec();
        bytes.extend([b' ', 0xFF, b' ', 0xC3]);
        let (text, replaced) = Decoder::default().decode(&bytes);
        assert!(text.starts_with(ARABIC));
        assert_eq!(replaced, 2);
    }

    #[test]
    fn curly_quotes_of_windows_1252_are_not_arabic() {
        let (bytes, ..) =
            WINDOWS_1252.encode("The president\u{2019}s visit, caf\u{E9} \u{2013} \u{201C}a success\u{201D}");
        assert!(Decoder::default().decode(&bytes).0.contains("president\u{2019}s"));
        assert!(Decoder::of_label("latin-arabic").is_err());
    }
}
