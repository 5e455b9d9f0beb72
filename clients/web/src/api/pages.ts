/** All items of a list that comes in pages. */
export async function allPages<Page extends { nextPageToken: string }, Item>(
  fetchPage: (page: { pageSize: number; pageToken: string }) => Promise<Page>,
  itemsOf: (page: Page) => Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  let pageToken = "";
  do {
    const page = await fetchPage({ pageSize: 1000, pageToken });
    items.push(...itemsOf(page));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return items;
}
