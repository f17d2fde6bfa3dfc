// Package act is what every rule of the registry works with: the [Context] a command is carried out in, reading and
// storing facts, who the sender is, the rules and the calendar in force, and the checks of form.
//
// It is the only thing that the packages of rules share, beside the facts. What one of them needs of another is a
// function that takes a context, and imports point one way: registration → encumbrance, observation → encumbrance.
//
// Facts that nearly every command reads and that seldom change (genesis, keys, organisations, the calendar) are
// remembered by their bytes: what is returned of them is shared and must not be changed.
package act
