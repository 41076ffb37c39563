// Package holder is the citizen's wallet: its cards with their keys, what was
// shown to whom, and how a question is answered.
//
// Most callers need [Create] or [Open] for a [Wallet], [Wallet.Order] to receive
// a card, [Wallet.Consider] and then [Question.Answer] or [Question.Refuse] to
// answer a verifier, and [Wallet.State] to show what is there. The package does no I/O: time and randomness are arguments, storage
// and network are the caller's.
//
// # State is a fold of events
//
// A wallet is the list of its events, each a record sealed by crypto/sealed
// under its sequence number, 0 for the first. The state is what they add up to.
// An event is never edited, with one exception: erasing a card also empties the
// records that held its keys (see Erasing).
//
// Nothing that changes the wallet does so at once. It returns a [Change]: records
// to append. The caller stores them durably and only then hands them to
// [Wallet.Apply], which alone changes the state. A caller that fails to store
// drops the Change, and the wallet is as it was.
//
// # Several writers
//
// Records carry their sequence number inside the seal, so that one can be
// neither moved, repeated nor left out unnoticed, and Apply takes only the very
// next ones. Two programs over one storage (tabs of a browser, two processes)
// lose no write if each of them, under one exclusive lock,
//
//  1. applies the records that the other has stored meanwhile,
//  2. asks for the change, stores its records where no record of that number is
//     yet, and applies them.
//
// Without the lock the second writer's record is refused by the storage, and the
// change is asked for again after step 1.
//
// # Wire format of a record
//
// Deterministic CBOR (RFC 8949 section 4.2.1), a map of
//
//	"v"      1, the version
//	"event"  the event's name
//	"at"     seconds since 1970
//	"body"   the event's own map
//
// The events are created, ordered, advanced, received, dropped, deleted,
// restored, erased, shown, refused and emptied; each is a struct of this package
// that says what its members mean. A record of a later version is refused whole
// (wallet_newer): a program that does not know an event must not guess.
//
// # Damage
//
// [Open] skips a record that does not unseal or does not follow from those before
// it, and lists its number in State.Damaged: the rest of the wallet is not lost,
// nothing stored is overwritten, and the person is told. A wallet of which no
// record is readable is refused (wallet_damaged). The envelope is all or nothing:
// without it nothing can be read, and a wrong passphrase looks the same
// (vault_locked). What the seals cannot show is that the last records were cut
// off: storage that is rolled back opens as an older wallet.
//
// # Keys and copies
//
// An issuer gives several copies of a card, each bound to a fresh key, so that
// two verifiers cannot recognise the card by a common value. A verifier that has
// seen the card gets the copy it knows; a new one gets a copy that nobody has
// seen, as long as there is one.
//
// # Erasing
//
// A deleted card can be restored. Erasing it removes it from the state and
// returns rewrites: the records that held its keys and credentials, emptied and
// sealed under the same number. Once they are stored, nothing in the wallet can
// bring the card back; what a disk or a backup kept is outside its reach. A
// storage without transactions stores the rewrites first, in their order, then
// the records: a crash in between leaves the card either whole or gone.
package holder
