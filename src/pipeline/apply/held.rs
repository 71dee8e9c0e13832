//! The dedup index as a start finds it: every fingerprint that the view keeps, in the order in which they came.

use crate::dedup::Fingerprint;
use crate::dedup::Index;
use crate::dedup::Params;
use crate::store::Store;
use crate::store::StoreError;

/// Reads the fingerprints that the store keeps into a new index.
pub(super) fn index(store: &Store, params: &Params) -> Result<Index, StoreError> {
    let mut index = Index::new(params.clone());
    // In the order in which they were put in, so that the index is the one that a longer run would have. Only the order is
    // held in memory; the prints are read one by one.
    let mut order = Vec::new();
    for print in store.prints() {
        let (story, row) = print?;
        order.extend(
            row.earlier
                .iter()
                .enumerate()
                .map(|(n, (seq, _))| (*seq, story, Some(n))),
        );
        order.push((row.seq, story, None));
    }
    order.sort_unstable();
    for (_, story, earlier) in order {
        let Some(mut row) = store.print(story)? else {
            continue;
        };
        if let Some(n) = earlier {
            row.print = std::mem::take(&mut row.earlier[n].1);
        }
        match Fingerprint::from_bytes(&row.print) {
            Ok(print) => index.insert(story, row.group, &row.outlet, row.time, &print),
            Err(error) => {
                return Err(StoreError::Damaged {
                    tree: "prints",
                    key: story.to_string(),
                    what: error.to_string(),
                });
            }
        }
    }
    Ok(index)
}
