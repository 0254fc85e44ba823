/// A table of parts, put in one after the other. `collect` into a `BTreeMap` sorts all first, by a
/// sort of its own for each kind of iterator, which is 10 KB of the program for each place that does.
/// That is worth it only for tables as large as the book.
pub fn gathered<T: Default + Extend<P>, P>(parts: impl IntoIterator<Item = P>) -> T {
    let mut table = T::default();
    table.extend(parts);
    table
}
