// Package interop holds this project to what others wrote: cards, presentations,
// requests and answers made here are read by their programs, and theirs here.
//
// Its tests start a peer under Node and are skipped unless DOMICILE_INTEROP is
// set; scripts/interop/run sets it, and installs the peer.
package interop
