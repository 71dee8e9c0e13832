//! The weights file: a header (magic, version, checksum, length) and a compressed body of tables, label pairs and the
//! gazetteer. A file of another version or with one wrong bit is refused. What the weights mean must not be known here.
//!
//! ```text
//! "SAYSOATT" | version u32 | CRC-32 of what follows u32 | body length u64 | zstd(body)          numbers little-endian
//! body: threshold f32 | calibration | gazetteer | known | table tags | table flat | pairs flat | table link | pairs link | table judge
//! table: labels u32 | rows u32 | scale f32 | checks, one byte a row | for each label, one byte a row
//! pairs: labels u32 | kinds u32 | f32 for each kind, label before, label after
//! calibration: points u32 | score f32 and probability f32 each
//! gazetteer: entries u32 | stem u32 and heat u8 each
//! known: entries u32 | word u32 and tag u8 each
//! ```

use super::Model;
use super::calibration::Calibration;
use super::calibration::MAX_POINTS;
use super::chain::Transitions;
use super::flat;
use super::gazetteer::Gazetteer;
use super::link;
use super::table::Table;
use super::tags::Known;
use super::tags::Tagger;
use std::io::Read;

/// First bytes of every weights file.
const MAGIC: &[u8; 8] = b"SAYSOATT";

/// Version of the format and of the features. Raise it whenever a feature, a tag or a label changes: old weights are then
/// refused instead of being read as something else.
pub const VERSION: u32 = 3;

/// Largest body in bytes after decompression; a larger one is refused.
const MAX_BODY: u64 = 64 << 20;

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Not a weights file, or cut off in its header.
    #[error(
        "the attribution weights do not begin as a weights file does; build them with sayso-train"
    )]
    Foreign,
    /// Written for other features.
    #[error(
        "the attribution weights are of version {found}, this program reads version {VERSION}; build them again with sayso-train"
    )]
    Version {
        /// The file's version.
        found: u32,
    },
    /// Damaged.
    #[error(
        "the attribution weights are damaged ({what}); take them again from the release or build them with sayso-train"
    )]
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
    /// The compressor failed.
    #[error("the attribution weights cannot be compressed")]
    Compress(#[source] std::io::Error),
}

/// The file's bytes for a model. The same model gives the same bytes.
pub fn write(model: &Model) -> Result<Vec<u8>, WeightsError> {
    let mut body = Vec::new();
    body.extend(model.least.to_le_bytes());
    body.extend((model.calibration.points().len() as u32).to_le_bytes());
    for (said, was) in model.calibration.points() {
        body.extend(said.to_le_bytes());
        body.extend(was.to_le_bytes());
    }
    put_entries(&mut body, model.gazetteer.entries());
    put_entries(&mut body, &model.tags.known.entries());
    put_table(&mut body, &model.tags.table);
    put_table(&mut body, &model.flat);
    put_pairs(&mut body, &model.flat_pairs);
    put_table(&mut body, &model.link);
    put_pairs(&mut body, &model.link_pairs);
    put_table(&mut body, &model.judge);
    let packed = zstd::bulk::compress(&body, 19).map_err(WeightsError::Compress)?;
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    let mut rest = (body.len() as u64).to_le_bytes().to_vec();
    rest.extend(packed);
    out.extend(crc32fast::hash(&rest).to_le_bytes());
    out.extend(rest);
    Ok(out)
}

/// Reads a file's bytes.
pub fn read(bytes: &[u8]) -> Result<Model, WeightsError> {
    let mut header = Header { rest: bytes };
    if header.take(8).map_err(|_| WeightsError::Foreign)? != MAGIC {
        return Err(WeightsError::Foreign);
    }
    let version = header.u32().map_err(|_| WeightsError::Foreign)?;
    if version != VERSION {
        return Err(WeightsError::Version { found: version });
    }
    let sum = header.u32()?;
    if crc32fast::hash(header.rest) != sum {
        return Err(WeightsError::Damaged {
            what: "the checksum does not match",
        });
    }
    let length = u64::from(header.u32()?) | u64::from(header.u32()?) << 32;
    if length > MAX_BODY {
        return Err(WeightsError::Damaged {
            what: "the body is too long",
        });
    }
    // Read as a stream: the whole body beside the tables made from it would double the memory that a start takes.
    let body = zstd::stream::read::Decoder::with_buffer(header.rest).map_err(|_| {
        WeightsError::Damaged {
            what: "the body cannot be decompressed",
        }
    })?;
    let mut r = Body { body, left: length };
    let least = r.f32()?;
    let calibration = r.calibration()?;
    let gazetteer = r.entries()?;
    let known = Known::new(r.entries()?);
    let mut model = Model {
        least,
        calibration,
        gazetteer: Gazetteer::new(gazetteer),
        tags: Tagger {
            known,
            table: r.table()?,
        },
        flat: r.table()?,
        flat_pairs: r.pairs(flat::KINDS, flat::allowed(), flat::FIRST)?,
        link: r.table()?,
        link_pairs: r.pairs(link::KINDS, link::allowed(), link::FIRST)?,
        judge: r.table()?,
    };
    if r.left != 0 {
        return Err(WeightsError::Damaged {
            what: "the body is of another length",
        });
    }
    drop(r);
    model.tags.table.dense();
    model.flat.beside(&mut model.link);
    Ok(model)
}

fn put_entries(out: &mut Vec<u8>, entries: &[(u32, u8)]) {
    out.extend((entries.len() as u32).to_le_bytes());
    for (key, value) in entries {
        out.extend(key.to_le_bytes());
        out.push(*value);
    }
}

fn put_table<const L: usize>(out: &mut Vec<u8>, table: &Table<L>) {
    out.extend((L as u32).to_le_bytes());
    out.extend((table.len() as u32).to_le_bytes());
    out.extend(table.scale.to_le_bytes());
    out.extend(table.rows().map(|r| r.check));
    for l in 0..L {
        out.extend(table.rows().map(|r| r.weights[l] as u8));
    }
}

fn put_pairs<const L: usize>(out: &mut Vec<u8>, pairs: &Transitions<L>) {
    out.extend((L as u32).to_le_bytes());
    out.extend((pairs.by_kind.len() as u32).to_le_bytes());
    for score in pairs.by_kind.iter().flatten().flatten() {
        out.extend(score.to_le_bytes());
    }
}

/// The header, read from memory.
struct Header<'b> {
    rest: &'b [u8],
}

impl<'b> Header<'b> {
    fn take(&mut self, n: usize) -> Result<&'b [u8], WeightsError> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or(WeightsError::Foreign)?;
        self.rest = rest;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, WeightsError> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(bytes))
    }
}

/// The body, decompressed as it is read.
struct Body<R> {
    body: R,
    /// Bytes not yet read.
    left: u64,
}

impl<R: Read> Body<R> {
    fn take(&mut self, n: usize) -> Result<Vec<u8>, WeightsError> {
        let left = self
            .left
            .checked_sub(n as u64)
            .ok_or(WeightsError::Damaged {
                what: "it ends too early",
            })?;
        let mut bytes = vec![0; n];
        self.body
            .read_exact(&mut bytes)
            .map_err(|_| WeightsError::Damaged {
                what: "the body cannot be decompressed",
            })?;
        self.left = left;
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32, WeightsError> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&self.take(4)?);
        Ok(u32::from_le_bytes(bytes))
    }

    fn f32(&mut self) -> Result<f32, WeightsError> {
        let value = f32::from_bits(self.u32()?);
        if value.is_finite() {
            Ok(value)
        } else {
            Err(WeightsError::Damaged {
                what: "a weight is not a number",
            })
        }
    }

    fn calibration(&mut self) -> Result<Calibration, WeightsError> {
        let n = self.u32()? as usize;
        if n > MAX_POINTS {
            return Err(WeightsError::Damaged {
                what: "the calibration has too many points",
            });
        }
        let mut points = Vec::new();
        for _ in 0..n {
            points.push((self.f32()?, self.f32()?));
        }
        Ok(Calibration::new(points))
    }

    fn entries(&mut self) -> Result<Vec<(u32, u8)>, WeightsError> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.saturating_mul(5))?;
        let (entries, _) = bytes.as_chunks::<5>();
        let read = |&[a, b, c, d, value]: &[u8; 5]| (u32::from_le_bytes([a, b, c, d]), value);
        Ok(entries.iter().map(read).collect())
    }

    fn table<const L: usize>(&mut self) -> Result<Table<L>, WeightsError> {
        if self.u32()? as usize != L {
            return Err(WeightsError::Damaged {
                what: "a table has another number of labels",
            });
        }
        let n = self.u32()? as usize;
        if !n.is_power_of_two() {
            return Err(WeightsError::Damaged {
                what: "a table's size is not a power of two",
            });
        }
        let scale = self.f32()?;
        Table::from_columns(n, scale, |columns| self.take(n.saturating_mul(columns)))
    }

    fn pairs<const L: usize>(
        &mut self,
        kinds: usize,
        allowed: [[bool; L]; L],
        first: [bool; L],
    ) -> Result<Transitions<L>, WeightsError> {
        if self.u32()? as usize != L || self.u32()? as usize != kinds {
            return Err(WeightsError::Damaged {
                what: "label pairs are of another shape",
            });
        }
        let mut pairs = Transitions::new(kinds, allowed, first);
        for score in pairs.by_kind.iter_mut().flatten().flatten() {
            *score = self.f32()?;
        }
        Ok(pairs)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::extract::model::table::Row;

    fn small() -> Model {
        let row = Row {
            check: 3,
            weights: [1, -2, 3, 0, 0, 0, 5],
        };
        Model {
            tags: Tagger {
                known: Known::new([(5, 3)]),
                table: Table::new(Vec::new(), 1.0),
            },
            gazetteer: Gazetteer::new(vec![(9, 4), (7, 2)]),
            flat: Table::new(vec![row; 4], 0.5),
            flat_pairs: Transitions::new(flat::KINDS, flat::allowed(), flat::FIRST),
            link: Table::new(Vec::new(), 1.0),
            link_pairs: Transitions::new(link::KINDS, link::allowed(), link::FIRST),
            judge: Table::new(Vec::new(), 1.0),
            least: 0.25,
            calibration: Calibration::new([(0.25, 0.5), (0.75, 0.875)]),
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_written_alike() {
        let bytes = write(&small()).unwrap();
        let model = read(&bytes).unwrap();
        assert_eq!(model.least, 0.25);
        assert_eq!(model.calibration, small().calibration);
        assert_eq!(model.gazetteer.heat(7), 2);
        assert!(model.flat.rows().eq(small().flat.rows()));
        assert_eq!(write(&model).unwrap(), bytes);
    }

    #[test]
    fn a_damaged_file_is_refused_wherever_the_damage_is() {
        let good = write(&small()).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert!(read(&bad).is_err(), "byte {at}");
            assert!(read(&good[..at]).is_err(), "cut at {at}");
        }
    }
}
