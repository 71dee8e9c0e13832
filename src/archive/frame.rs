//! Frames as bytes: our header in a zstd skippable frame, then one zstd frame of JSON lines. Knows nothing of files.
//!
//! ```text
//! 5B 2A 4D 18 | length of what follows u32 | "SAYSO" | version u8 | first record's number u64 | records u32
//!   | bytes of the data frame u32 | bytes decompressed u32 | CRC32 of the data frame u32 | CRC32 of the header so far u32
//! data frame: zstd, content checksum on
//! ```
//! In version 2, which closed days are recompressed into, the data frame stands behind one more skippable frame, and both
//! count as the data: it tells which frames were joined ([`Origin`]), so that a position names the same record for ever.
//! ```text
//! 5A 2A 4D 18 | length of what follows u32 | (offset that the frame had u64 | its records u32)… | CRC32 of these u32
//! ```
//! Numbers are little-endian, as zstd's are. The header keeps its length in every version. Any zstd tool skips it
//! and reads on. JSON escapes control characters, so the header's first bytes never occur in a record as written.

use super::error::Why;
use super::record::MAX_RECORD;
use std::io;
use zstd::zstd_safe::CParameter;

/// What every header begins with.
pub(super) const MAGIC: [u8; 13] = *b"\x5b\x2a\x4d\x18\x22\0\0\0SAYSO";
/// Length of a header, in bytes.
pub(super) const HEADER: usize = 42;
/// Newest version of the frame format.
pub(super) const VERSION: u8 = 2;
/// The version of frames that are as they were appended.
const APPENDED: u8 = 1;
/// What the skippable frame with the origins begins with.
const ORIGINS: [u8; 4] = *b"\x5a\x2a\x4d\x18";
/// Bytes of one origin.
const ORIGIN: usize = 8 + 4;
/// Most frames that are joined into one.
pub(super) const MAX_ORIGINS: usize = 16 * 1024;

/// JSON lines put into one frame, in bytes, before another is begun. Reading one record costs decompressing its
/// frame; a record longer than this has a frame to itself.
pub(super) const MAX_FRAME: usize = 1024 * 1024;
/// Most bytes that a frame may decompress to; a header that says more is damage.
const MAX_RAW: usize = MAX_RECORD + 1;
/// Most bytes of a data frame: what does not compress grows by less than this.
const MAX_DATA: usize = MAX_RAW + MAX_RAW / 128 + 1024 + MAX_ORIGINS * ORIGIN;
/// zstd's default, for what is appended: hundreds of MB a second.
const LEVEL: i32 = 3;
/// For a frame of a few stories, as live polling makes them: slower by a millisecond, smaller by a tenth.
const SMALL_LEVEL: i32 = 12;
/// Length from which a frame is not small.
const SMALL: usize = 64 * 1024;
/// For closed days, in the background: some 3 MB a second.
const CLOSED_LEVEL: i32 = 19;

/// What a header says of the data frame behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) version: u8,
    pub(super) first_seq: u64,
    pub(super) records: u32,
    pub(super) data_len: u32,
    pub(super) raw_len: u32,
    data_crc: u32,
}

impl Header {
    /// Whether it is as it was appended; else frames were joined into it.
    pub(super) fn is_appended(&self) -> bool {
        self.version == APPENDED
    }

    /// Bytes of header and data frame together.
    pub(super) fn total(&self) -> u64 {
        HEADER as u64 + u64::from(self.data_len)
    }

    /// The number of the frame's last record.
    pub(super) fn last_seq(&self) -> u64 {
        self.first_seq + u64::from(self.records) - 1
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend(MAGIC);
        bytes.push(self.version);
        bytes.extend(self.first_seq.to_le_bytes());
        for n in [self.records, self.data_len, self.raw_len, self.data_crc] {
            bytes.extend(n.to_le_bytes());
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// The header that these bytes are; `None` where they are none or break a bound.
    pub(super) fn read(bytes: &[u8; HEADER]) -> Option<Header> {
        let (said, crc) = bytes.split_last_chunk::<4>()?;
        if !said.starts_with(&MAGIC) || u32::from_le_bytes(*crc) != crc32fast::hash(said) {
            return None;
        }
        let (version, rest) = said[MAGIC.len()..].split_first()?;
        let (first_seq, rest) = rest.split_first_chunk::<8>()?;
        let mut numbers = rest.chunks_exact(4).map(|n| {
            let n: [u8; 4] = n.try_into().unwrap_or_default();
            u32::from_le_bytes(n)
        });
        let header = Header {
            version: *version,
            first_seq: u64::from_le_bytes(*first_seq),
            records: numbers.next()?,
            data_len: numbers.next()?,
            raw_len: numbers.next()?,
            data_crc: numbers.next()?,
        };
        let sound = header.records > 0
            && header.data_len as usize <= MAX_DATA
            && header.raw_len as usize <= MAX_RAW
            && header
                .first_seq
                .checked_add(u64::from(header.records))
                .is_some();
        sound.then_some(header)
    }

    /// Whether `data` is the data frame that was written.
    pub(super) fn holds(&self, data: &[u8]) -> bool {
        data.len() == self.data_len as usize && crc32fast::hash(data) == self.data_crc
    }

    /// The lines of a data frame, checked and decompressed within the bounds.
    pub(super) fn lines(&self, data: &[u8]) -> Result<Vec<u8>, Why> {
        if self.version > VERSION {
            return Err(Why::Newer {
                found: self.version.into(),
                known: VERSION.into(),
            });
        }
        if !self.holds(data) {
            return Err(Why::Checksum);
        }
        let data = match self.is_appended() {
            true => data,
            false => origins(data).ok_or(Why::Compression)?.1,
        };
        let raw =
            zstd::bulk::decompress(data, self.raw_len as usize).map_err(|_| Why::Compression)?;
        if raw.len() != self.raw_len as usize {
            return Err(Why::Compression);
        }
        let found = raw.iter().filter(|&&b| b == b'\n').count() as u32;
        if found != self.records || raw.last() != Some(&b'\n') {
            return Err(Why::Lines {
                expected: self.records,
                found,
            });
        }
        Ok(raw)
    }
}

/// A frame that was joined with others: where it began in the day file as appended, and how many records it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) offset: u64,
    pub(super) records: u32,
}

/// The origins that data of version 2 begins with, and the data frame behind them.
pub(super) fn origins(data: &[u8]) -> Option<(Vec<Origin>, &[u8])> {
    let (magic, rest) = data.split_first_chunk::<4>()?;
    let (len, rest) = rest.split_first_chunk::<4>()?;
    let len = u32::from_le_bytes(*len) as usize;
    if *magic != ORIGINS || len > MAX_ORIGINS * ORIGIN + 4 {
        return None;
    }
    let (told, data) = rest.split_at_checked(len)?;
    let (told, crc) = told.split_last_chunk::<4>()?;
    if u32::from_le_bytes(*crc) != crc32fast::hash(told) || told.len() % ORIGIN != 0 {
        return None;
    }
    let origins = told.chunks_exact(ORIGIN).filter_map(|bytes| {
        let (offset, records) = bytes.split_first_chunk::<8>()?;
        Some(Origin {
            offset: u64::from_le_bytes(*offset),
            records: u32::from_le_bytes(records.try_into().ok()?),
        })
    });
    Some((origins.collect(), data))
}

/// Bytes of data that are enough to read `count` origins from.
pub(super) fn origins_len(count: usize) -> usize {
    8 + count * ORIGIN + 4
}

/// A frame with its header: `raw` is `records` lines, each with its end, the first of them numbered `first_seq`.
pub(super) fn write(first_seq: u64, records: u32, raw: &[u8]) -> io::Result<Vec<u8>> {
    let level = if raw.len() < SMALL {
        SMALL_LEVEL
    } else {
        LEVEL
    };
    sealed(APPENDED, first_seq, records, raw, compress(level, raw)?)
}

/// As [`write()`], of the lines of several frames of a closed day.
pub(super) fn join(first_seq: u64, origins: &[Origin], raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut told = Vec::with_capacity(origins.len() * ORIGIN + 4);
    for origin in origins {
        told.extend(origin.offset.to_le_bytes());
        told.extend(origin.records.to_le_bytes());
    }
    told.extend(crc32fast::hash(&told).to_le_bytes());
    let mut data = ORIGINS.to_vec();
    data.extend(length(told.len())?.to_le_bytes());
    data.extend(told);
    data.extend(compress(CLOSED_LEVEL, raw)?);
    let records = origins.iter().map(|origin| origin.records).sum();
    sealed(VERSION, first_seq, records, raw, data)
}

fn compress(level: i32, raw: &[u8]) -> io::Result<Vec<u8>> {
    let mut zstd = zstd::bulk::Compressor::new(level)?;
    zstd.set_parameter(CParameter::ChecksumFlag(true))?;
    zstd.compress(raw)
}

fn length(n: usize) -> io::Result<u32> {
    u32::try_from(n).map_err(|_| io::Error::other("a frame may not have 4 GiB or more"))
}

fn sealed(
    version: u8,
    first_seq: u64,
    records: u32,
    raw: &[u8],
    data: Vec<u8>,
) -> io::Result<Vec<u8>> {
    let header = Header {
        version,
        first_seq,
        records,
        data_len: length(data.len())?,
        raw_len: length(raw.len())?,
        data_crc: crc32fast::hash(&data),
    };
    let mut bytes = header.write();
    bytes.extend(data);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_frame_comes_back_and_every_flip_is_noticed() {
        let raw = b"{\"a\":1}\n{\"a\":2}\n";
        let frame = write(5, 2, raw).unwrap();
        let (head, data) = frame.split_first_chunk::<HEADER>().unwrap();
        let header = Header::read(head).unwrap();
        assert_eq!((header.last_seq(), header.total()), (6, frame.len() as u64));
        assert_eq!(header.lines(data).unwrap(), raw);
        for at in 0..HEADER {
            let mut bad = *head;
            bad[at] ^= 4;
            assert_eq!(Header::read(&bad), None, "byte {at}");
        }
        for at in 0..data.len() {
            let mut bad = data.to_vec();
            bad[at] ^= 4;
            assert_eq!(header.lines(&bad), Err(Why::Checksum), "byte {at}");
        }
        assert_eq!(header.lines(&data[1..]), Err(Why::Checksum));
    }

    #[test]
    fn bounds_hold_against_a_lying_header() {
        let raw = vec![b'\n'; 100_000];
        let frame = write(1, 100_000, &raw).unwrap();
        let (head, data) = frame.split_first_chunk::<HEADER>().unwrap();
        let honest = Header::read(head).unwrap();
        let sealed = |h: Header| Header::read(&h.write().try_into().unwrap());
        let huge = MAX_RAW as u32 + 1;
        for lying in [
            Header {
                records: 0,
                ..honest
            },
            Header {
                raw_len: huge,
                ..honest
            },
            Header {
                data_len: MAX_DATA as u32 + 1,
                ..honest
            },
            Header {
                first_seq: u64::MAX,
                ..honest
            },
        ] {
            assert_eq!(sealed(lying), None);
        }
        let short = sealed(Header {
            raw_len: 1000,
            ..honest
        })
        .unwrap();
        assert_eq!(short.lines(data), Err(Why::Compression));
        let newer = sealed(Header {
            version: 9,
            ..honest
        })
        .unwrap();
        let why = newer.lines(data).unwrap_err();
        assert!(why.calls_for_upgrade());
    }
}
