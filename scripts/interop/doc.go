// Package interop holds this project to what others wrote: cards, presentations,
// requests and answers made here are read by their programs, and theirs here. A
// wallet of either side answers a verifier of the other over HTTP, and by the data
// of the Digital Credentials API: peer.mjs is their library, verifier.mjs their
// verifier, wallet.mjs their wallet. Ours are the packages, and the program itself.
//
// Its tests start a peer under Node and are skipped unless DOMICILE_INTEROP is
// set; scripts/interop/run sets it, and installs the peer.
package interop
