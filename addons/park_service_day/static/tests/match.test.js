import { describe, expect, test } from "@odoo/hoot";

import { search } from "@park_service_day/board/match";

describe.current.tags("headless");

const WATER = { id: 1, name: "供水公司", initials: "gsgs", code: "91450300MA5K000011", key: 1 };
const POWER = { id: 2, name: "供电局", initials: "gdj", code: "91450300MA5K000022", key: 2 };
const FACTORS = { id: 3, name: "要素保障", initials: "ysbz" };
const WATER_USE = { id: 4, name: "用水", initials: "ys", hint: "要素保障" };

function found(query, options = [WATER, POWER, FACTORS, WATER_USE]) {
    return search(options, query).map(({ id }) => id);
}

test("nothing typed shows everything in its order", () => {
    expect(found("")).toEqual([1, 2, 3, 4]);
});

test("number, characters, initials and the tail of a code all find", () => {
    expect(found("2")[0]).toBe(2);
    expect(found("水公")).toEqual([1]);
    expect(found("gd")).toEqual([2]);
    expect(found("0022")).toEqual([2]);
    expect(found("xyz")).toEqual([]);
});

test("full-width letters and blanks do not matter", () => {
    expect(found("ＧＤ Ｊ")).toEqual([2]);
});

test("what is named exactly comes before what only begins so", () => {
    expect(found("ys")).toEqual([4, 3]);
});

test("a heading finds what stands below it, last", () => {
    expect(found("要素")).toEqual([3, 4]);
});
