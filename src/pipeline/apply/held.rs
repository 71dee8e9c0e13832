//! The dedup index as a start finds it: every fingerprint that the view keeps, in the order in which they came.

use crate::dedup::Fingerprint;
use crate::dedup::Held;
use crate::dedup::Index;
use crate::dedup::Params;
use crate::store::Store;
use crate::store::StoreError;
use std::sync::Arc;

/// Reads the fingerprints that the store keeps into a new index.
pub(super) fn index(store: &Store, params: &Params) -> Result<Index, StoreError> {
    let mut index = Index::new(params.clone());
    // In the order in which they were put in, so that the index is the one that a longer run would have. All are read in one
    // walk and held until then: some 700 bytes a story.
    let mut order = Vec::new();
    for print in store.prints() {
        let (story, row) = print?;
        let of = Arc::new((story, row.group, row.outlet, row.time));
        let all = row.earlier.into_iter().chain([(row.seq, row.print)]);
        order.extend(all.map(|(seq, print)| (seq, print, Arc::clone(&of))));
    }
    order.sort_unstable_by_key(|(seq, ..)| *seq);
    index.fill(order.iter().map(|(_, print, of)| {
        let (story, group, outlet, time) = &**of;
        let print = Fingerprint::from_bytes(print).map_err(|error| StoreError::Damaged {
            tree: "prints",
            key: story.to_string(),
            what: error.to_string(),
        })?;
        Ok(Held {
            story: *story,
            group: *group,
            outlet,
            time: *time,
            print,
        })
    }))?;
    Ok(index)
}
