// Names of people that are one, or look like one, for warnings before somebody is invited twice. (The
// server compares by all of Unicode's confusable characters; here the usual traps are enough.)

/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES: Record<string, string> = {
  а: "a",
  в: "b",
  е: "e",
  ѕ: "s",
  і: "i",
  ј: "j",
  к: "k",
  м: "m",
  н: "h",
  о: "o",
  р: "p",
  с: "c",
  т: "t",
  у: "y",
  х: "x",
  α: "a",
  ε: "e",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
  "0": "o",
  "1": "l",
};

/** The same for names that people would call the same or could mistake for each other. */
export function nameSkeleton(name: string): string {
  const plain = name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return Array.from(plain, (char) => LOOKALIKES[char] ?? char).join("");
}
