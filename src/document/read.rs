//! Sources to documents, one after another: memory holds one document at a time, however large the corpus.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::decode::Decoder;
use super::record::{JsonLines, Rows};
use super::source::{Compression, Kind, Source};
use super::{Document, Place, Skipped, html, plain};

/// Spans are 32 bits wide.
const LARGEST: u64 = 2 << 30;

type Input = Box<dyn BufRead + Send>;
type Documents = Box<dyn Iterator<Item = Result<Document, Skipped>> + Send>;

/// All documents of all sources, in order.
pub struct Reader {
    sources: std::vec::IntoIter<Source>,
    current: Option<(String, Documents)>,
    decoder: Decoder,
}

impl Reader {
    /// A reader of `sources`.
    #[must_use]
    pub fn new(sources: Vec<Source>, decoder: Decoder) -> Self {
        Self { sources: sources.into_iter(), current: None, decoder }
    }
}

impl Iterator for Reader {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((id, documents)) = &mut self.current
                && let Some(mut item) = documents.next()
            {
                if let Err(skipped) = &mut item {
                    skipped.id = skipped.place.line.map_or_else(|| id.clone(), |line| format!("{id}:{line}"));
                    if skipped.last {
                        self.current = None;
                    }
                }
                return Some(item);
            }
            let source = self.sources.next()?;
            let place = Place { path: source.path.display().to_string(), line: None };
            match open(&source, self.decoder) {
                Ok(documents) => self.current = Some((source.id, documents)),
                Err(reason) => return Some(Err(Skipped { id: source.id, place, reason, last: true })),
            }
        }
    }
}

fn open(source: &Source, decoder: Decoder) -> Result<Documents, String> {
    let unreadable = |e: io::Error| format!("cannot be read: {e}");
    let raw: Box<dyn Read + Send> = match source.path.as_os_str().to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(&source.path).map_err(unreadable)?),
    };
    let mut input: Input = match source.compression {
        Compression::None => Box::new(BufReader::with_capacity(1 << 18, raw)),
        Compression::Gzip => Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(raw))),
        Compression::Zstandard => {
            let frames = Frames { input: Some(BufReader::new(raw)), frame: None };
            Box::new(BufReader::with_capacity(1 << 18, frames))
        }
    };
    let kind = match source.kind {
        Kind::Unknown => sniff(input.fill_buf().map_err(unreadable)?),
        kind => kind,
    };
    let path = source.path.display().to_string();
    match kind {
        Kind::JsonLines => {
            let input = in_utf8(input, decoder).map_err(unreadable)?;
            Ok(Box::new(JsonLines { input, path, line: 0 }))
        }
        Kind::Table(delimiter) => {
            let input = in_utf8(input, decoder).map_err(unreadable)?;
            Ok(match Rows::new(input, delimiter, path) {
                Ok(rows) => Box::new(rows),
                Err(skipped) => Box::new(std::iter::once(Err(skipped))),
            })
        }
        Kind::Plain | Kind::Html | Kind::Unknown => {
            let mut bytes = Vec::new();
            input.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
            let document = whole_file(source, kind, &bytes, decoder)?;
            Ok(Box::new(std::iter::once(Ok(document))))
        }
    }
}

fn whole_file(source: &Source, kind: Kind, bytes: &[u8], decoder: Decoder) -> Result<Document, String> {
    if bytes.len() as u64 >= LARGEST {
        return Err("larger than 2 GiB; cut it up, or make it JSON Lines".into());
    }
    let place = Place { path: source.path.display().to_string(), line: None };
    let mut document = if kind == Kind::Html {
        html::read(source.id.clone(), place, bytes, decoder)?
    } else {
        let (text, replacements) = decoder.decode(bytes);
        let mut document = Document {
            id: source.id.clone(),
            place,
            title: String::new(),
            date: None,
            language: String::new(),
            source: String::new(),
            text: plain::line_ends(text),
            body: 0,
            replacements,
            note: String::new(),
        };
        plain::read_head(&mut document);
        document
    };
    if document.text[document.body..].trim().is_empty() {
        return Err("empty".into());
    }
    document.date = document.date.or_else(|| source.date());
    Ok(document)
}

/// The stream in UTF-8, whatever it was.
fn in_utf8(mut input: Input, decoder: Decoder) -> io::Result<Input> {
    let mut sample = Vec::new();
    input.by_ref().take(1 << 18).read_to_end(&mut sample)?;
    // The sample may end within a character.
    let complete = sample.iter().rposition(|b| *b == b'\n').map_or(&sample[..], |end| &sample[..end]);
    let encoding: &'static Encoding = decoder.detect(complete);
    let whole = Cursor::new(sample).chain(input);
    if encoding == UTF_8 {
        return Ok(Box::new(BufReader::with_capacity(1 << 18, SkipMark { input: whole, checked: false })));
    }
    let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(whole);
    Ok(Box::new(BufReader::with_capacity(1 << 18, decoded)))
}

/// Drops a UTF-8 byte order mark at the beginning.
struct SkipMark<R> {
    input: R,
    checked: bool,
}

impl<R: BufRead> Read for SkipMark<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.checked {
            self.checked = true;
            if self.input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
                self.input.consume(3);
            }
        }
        self.input.read(out)
    }
}

/// Standard input is JSON Lines, a page or plain text, by its first character.
fn sniff(beginning: &[u8]) -> Kind {
    let beginning = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning).trim_ascii_start();
    match beginning.first() {
        Some(b'{') => Kind::JsonLines,
        Some(b'<') => Kind::Html,
        _ => Kind::Plain,
    }
}

type Frame = StreamingDecoder<BufReader<Box<dyn Read + Send>>, ruzstd::decoding::FrameDecoder>;

/// A Zstandard file may be several frames, one after another.
struct Frames {
    input: Option<BufReader<Box<dyn Read + Send>>>,
    frame: Option<Box<Frame>>,
}

impl Read for Frames {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let length = frame.read(out)?;
                if length > 0 || out.is_empty() {
                    return Ok(length);
                }
                self.input = self.frame.take().map(|f| f.into_inner());
            }
            let Some(mut input) = self.input.take() else { return Ok(0) };
            if input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new(input).map_err(io::Error::other)?;
            self.frame = Some(Box::new(frame));
        }
    }
}
