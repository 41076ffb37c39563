import { describe, expect, it } from "vitest";
import { isStrange } from "./strange";

const failure = (kind: string, step: string) => ({ kind, step, sentence: "for whoever checks" });

describe("a code that is nothing of ours", () => {
  it.each(["qr_prefix_unknown", "qr_empty", "input_too_long", "base45_character"])("%s is told in the holder's words", (kind) =>
    expect(isStrange(failure(kind, "envelope"))).toBe(true));

  it.each([
    ["qr_frames_mixed", "envelope"],
    ["qr_frame_checksum", "envelope"],
    ["request_expired", "present.open"],
    ["offer_network", ""],
  ])("%s keeps its own words", (kind, step) => expect(isStrange(failure(kind, step))).toBe(false));
});
