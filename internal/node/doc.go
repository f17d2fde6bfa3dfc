// Package node puts a node together: two stores, the ledger, the keys of hosted organisations, the desks, the API and the
// public pages, and runs what runs in the background.
//
// Order of start: stores are opened and migrated; the ledger takes up its log; the directory and the monitoring follow it
// from their cursors; approvals that were being carried out when the process ended are carried on; then requests are
// taken. Order of stop: requests under way are finished, followers stop, the ledger commits what it has taken, stores
// close.
//
// A node without a genesis serves sign-in and administration; [Node.Found] begins its log. The worked example runs on the
// same node with a clock that stands still.
package node
