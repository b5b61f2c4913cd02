/** What a list's `sort` argument asks of the rows of its table: its words are the columns' keys. */
export function orderOf(sort: { readonly key: string; readonly descending: boolean } | null) {
  return sort && { isColumn: (key: string) => key === sort.key, descending: sort.descending };
}
