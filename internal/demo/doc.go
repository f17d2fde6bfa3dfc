// Package demo is the worked example, driven the way its people would: over HTTP, signed in, a maker and a checker each,
// on a real node with real data files, with the clock moved by hand.
//
// [Seed] does what no route can do on an empty node: it founds the registry and makes the example's sign-ins. Everything
// else goes through the API, so the example cannot work where the product does not. A [Story] runs step by step; each
// step says what it did and what that proves, and fails if it is not so. What is issued is left under out/.
//
// Invariants: the same program tells the same story with the same figures (log keys and salts differ, being random);
// every refusal the story expects is checked by its code; a step that fails ends the story.
//
// Cost: about 145 MB of data made and measured, each state of a file once, 600 requests; 55 core-seconds, half of them to
// measure and a seventh to make the data.
package demo
