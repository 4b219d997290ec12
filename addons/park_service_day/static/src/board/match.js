/**
 * Find an option the way people at the table type: its number on the board, two characters of the
 * name, pinyin initials, or the tail of a code.
 *
 * An option is `{ id, name, initials?, code?, key?, hint? }`; `key` is its number on the board.
 */

/** Return `text` folded for comparing: half width, lower case, no spaces. */
export function fold(text) {
    return String(text || "")
        .normalize("NFKC")
        .toLowerCase()
        .replace(/\s+/g, "");
}

/** Return how well `option` answers the folded `query`; 0 when it does not. */
export function score(option, query) {
    const name = fold(option.name);
    const initials = fold(option.initials);
    const code = fold(option.code);
    const isTail = query.length >= 2 && code.endsWith(query);
    const ranks = [
        [String(option.key || "") === query, 10],
        [name === query, 9],
        [initials === query, 8],
        [name.startsWith(query), 7],
        [initials.startsWith(query), 6],
        [name.includes(query), 5],
        [isTail, 4],
        [initials.includes(query), 3],
        [query.length >= 4 && code.includes(query), 2],
        [fold(option.hint).includes(query), 1],
    ];
    return ranks.find(([holds]) => holds)?.[1] || 0;
}

/** Return the options that answer `query`, best first; all of them, in their order, for none. */
export function search(options, query) {
    const folded = fold(query);
    if (!folded) {
        return options;
    }
    return options
        .map((option, index) => ({ option, index, rank: score(option, folded) }))
        .filter(({ rank }) => rank)
        .sort((a, b) => b.rank - a.rank || a.index - b.index)
        .map(({ option }) => option);
}
