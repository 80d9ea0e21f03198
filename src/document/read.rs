//! Sources to documents, one after another: memory holds one document at a time, however large the corpus.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

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
    if let Kind::Unreadable(reason) = &source.kind {
        return Err(reason.clone());
    }
    let unreadable = |e: io::Error| format!("cannot be read: {e}");
    let raw: Box<dyn Read + Send> = match source.path.as_os_str().to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(&source.path).map_err(unreadable)?),
    };
    let mut raw: Input = Box::new(BufReader::with_capacity(1 << 18, raw));
    let compression = match source.kind {
        Kind::Unknown => compression_of(raw.fill_buf().map_err(unreadable)?),
        _ => source.compression,
    };
    let mut input: Input = match compression {
        Compression::None => raw,
        Compression::Gzip => Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(raw))),
        Compression::Zstandard => {
            Box::new(BufReader::with_capacity(1 << 18, Frames { input: Some(raw), frame: None }))
        }
    };
    let kind = match &source.kind {
        Kind::Unknown => sniff(input.fill_buf().map_err(unreadable)?),
        kind => kind.clone(),
    };
    let path = source.path.display().to_string();
    match kind {
        Kind::JsonLines => {
            let input = in_utf8(input, decoder);
            Ok(Box::new(JsonLines { input, path, line: 0, buffer: Vec::new() }))
        }
        Kind::Table(delimiter) => {
            let input = in_utf8(input, decoder);
            Ok(match Rows::new(input, delimiter, path) {
                Ok(rows) => Box::new(rows),
                Err(skipped) => Box::new(std::iter::once(Err(skipped))),
            })
        }
        Kind::Plain | Kind::Html | Kind::Unknown | Kind::Unreadable(_) => {
            let mut bytes = Vec::new();
            input.take(LARGEST).read_to_end(&mut bytes).map_err(unreadable)?;
            let document = whole_file(source, &kind, &bytes, decoder)?;
            Ok(Box::new(std::iter::once(Ok(document))))
        }
    }
}

fn whole_file(source: &Source, kind: &Kind, bytes: &[u8], decoder: Decoder) -> Result<Document, String> {
    if bytes.len() as u64 >= LARGEST {
        return Err("larger than 2 GiB; cut it up, or make it JSON Lines".into());
    }
    let place = Place { path: source.path.display().to_string(), line: None };
    let mut document = if *kind == Kind::Html {
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
    let body = &document.text[document.body..];
    if body.trim().is_empty() {
        return Err("empty".into());
    }
    // A stray NUL is let pass; where one character in fifty is one, it is no text in any encoding tried.
    if body.bytes().filter(|b| *b == 0).count() * 50 > body.len() {
        return Err("not text".into());
    }
    document.date = document.date.or_else(|| source.date());
    Ok(document)
}

/// The stream in UTF-8, whatever it was. A failure within the sample is met again after what came before it.
fn in_utf8(mut input: Input, decoder: Decoder) -> Input {
    let mut sample = Vec::new();
    let failure = input.by_ref().take(1 << 18).read_to_end(&mut sample).err();
    let rest: Input = match failure {
        Some(e) => Box::new(BufReader::new(Failing(Some(e)))),
        None => input,
    };
    // The sample may end within a character.
    let complete = sample.iter().rposition(|b| *b == b'\n').map_or(&sample[..], |end| &sample[..end]);
    let encoding: &'static Encoding = decoder.detect(complete);
    let whole = Cursor::new(sample).chain(rest);
    if encoding == UTF_8 {
        return Box::new(BufReader::with_capacity(1 << 18, SkipMark { input: whole, checked: false }));
    }
    let decoded = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(whole);
    Box::new(BufReader::with_capacity(1 << 18, decoded))
}

/// Fails once, as the stream before it did.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
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

/// How standard input is compressed, by its first bytes.
fn compression_of(beginning: &[u8]) -> Compression {
    match beginning {
        [0x1F, 0x8B, ..] => Compression::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Compression::Zstandard,
        _ => Compression::None,
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

/// A Zstandard file may be several frames, one after another, with some among them to be skipped (RFC 8878, 3.1.2).
struct Frames {
    input: Option<Input>,
    frame: Option<Box<StreamingDecoder<Input, FrameDecoder>>>,
}

impl Frames {
    /// Passes a skippable frame, if one comes next.
    fn skip_frame(input: &mut Input) -> io::Result<bool> {
        if !matches!(input.fill_buf()?, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]) {
            return Ok(false);
        }
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        io::copy(&mut input.by_ref().take(u64::from(length)), &mut io::sink())?;
        Ok(true)
    }
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
            while Self::skip_frame(&mut input)? {}
            if input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new(input).map_err(|_| io::Error::other("not Zstandard data"))?;
            self.frame = Some(Box::new(frame));
        }
    }
}
