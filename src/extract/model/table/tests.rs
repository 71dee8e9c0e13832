//! Sums and layouts of tables.

use super::*;

#[test]
fn sums_are_those_of_the_owned_rows_whatever_the_number_of_labels() {
    fn check_sums<const L: usize>() {
        let rows = |n: u32| Row {
            check: if n.is_multiple_of(3) {
                0
            } else {
                (n % 5 + 1) as u8
            },
            weights: std::array::from_fn(|l| (n as usize * 7 + l * 11) as i8),
        };
        let all: Vec<Row<L>> = (0..300).map(rows).collect();
        let table = Table::new(all.clone(), 0.5);
        assert_eq!(table.len(), 256);
        assert!(table.rows().eq(all[..256].iter().copied()));
        let mut columns: Vec<u8> = all[..256].iter().map(|r| r.check).collect();
        (0..L).for_each(|l| columns.extend(all[..256].iter().map(|r| r.weights[l] as u8)));
        let mut columns = columns.chunks(256);
        let read = Table::<L>::from_columns(256, 0.5, |n| {
            let next: Vec<u8> = columns.by_ref().take(n).flatten().copied().collect();
            (next.len() == n * 256).then_some(next).ok_or(())
        });
        let read = read.unwrap_or(Table::new(Vec::new(), 0.0));
        // Features of every check for every row, many more than a batch.
        let features: Vec<u32> = (0..256)
            .flat_map(|r| (0..6u32).map(move |c| c << 24 | r))
            .collect();
        let mut expect = [0i32; L];
        for &f in &features {
            let row = &all[(f & 255) as usize];
            if row.check == check(f) {
                (0..L).for_each(|l| expect[l] += i32::from(row.weights[l]));
            }
        }
        assert_eq!(table.sum(&features), expect);
        assert_eq!(read.sum(&features), expect);
        assert_eq!(table.scores(&features), expect.map(|s| s as f32 * 0.5));
        let other = Table::new(
            all[..256].iter().map(|r| Row {
                check: r.check,
                weights: [3i8; 5],
            }),
            1.0,
        );
        let (mut a, mut b) = (table.clone(), other.clone());
        for beside in [false, true] {
            assert_eq!(
                a.sum_both(&b, &features),
                (expect, other.sum(&features)),
                "{beside}"
            );
            assert!(a.rows().eq(table.rows()) && b.rows().eq(other.rows()));
            assert_eq!(b.sum(&features), other.sum(&features));
            a.beside(&mut b);
        }
        a.dense();
        assert_eq!(a.sum(&features), expect);
        assert_eq!(a.len(), 256);
        assert!(
            a.rows()
                .zip(table.rows())
                .all(|(a, b)| a == b || b.check == 0)
        );
    }
    check_sums::<1>();
    check_sums::<5>();
    check_sums::<7>();
    check_sums::<36>();
    let empty = Table::<7>::new(Vec::new(), 1.0);
    assert!(empty.is_empty() && empty.len() == 1);
    assert_eq!(empty.sum(&[1, 2, 3]), [0; 7]);
}
