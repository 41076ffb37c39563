package qr

import (
	"hash/crc32"
	"math/bits"
	"strings"

	"domicile/crypto/fault"
)

// Message is what an animated code carried: CBOR of a ur: type.
type Message struct {
	Type string
	Data []byte
}

// Progress says how far a message is restored. Received counts independent
// parts: it reaches Expected exactly when the message is whole, and a repeated
// frame does not raise it.
type Progress struct {
	Received int
	Expected int
	Message  *Message // nil until complete
}

// Assembler restores one message from its parts, in any order. The zero value
// is ready; it is not safe for concurrent use.
type Assembler struct {
	kind    string
	first   part // the part that fixed what all others must agree with
	chooser chooser
	rows    []*row // rows[i], if any, has fragment i as its lowest
	rank    int
	whole   *Message
}

// row is an equation: the fragments in the set, mixed, give the data.
type row struct {
	set  []uint64
	data []byte
}

// Add takes one part, in either case. A refused part changes nothing, except
// that parts which contradict each other (KindFrameChecksum after the last)
// are all forgotten. After the message is whole, further parts of it are
// ignored.
func (a *Assembler) Add(text string) (Progress, error) {
	u, err := parseUR(text)
	if err != nil {
		return a.progress(), err
	}
	if a.kind != "" && u.kind != a.kind {
		return a.progress(), fault.New(KindFramesMixed, "parts of two types")
	}
	if u.single {
		return a.addSingle(u)
	}
	if err := a.admit(u); err != nil {
		return a.progress(), err
	}
	if a.whole == nil {
		err = a.addPart(u.part)
	}
	return a.progress(), err
}

func (a *Assembler) addSingle(u ur) (Progress, error) {
	if a.first.seqLen != 0 || a.whole != nil && string(a.whole.Data) != string(u.message) {
		return a.progress(), fault.New(KindFramesMixed, "a whole message among parts of another")
	}
	a.kind, a.whole = u.kind, &Message{u.kind, u.message}
	return a.progress(), nil
}

// admit compares a part with the first one (BCR-2024-001: all others MUST be
// rejected), or lets it be the first.
func (a *Assembler) admit(u ur) error {
	p := u.part
	if a.first.seqLen == 0 {
		if a.whole != nil {
			return fault.New(KindFramesMixed, "a part after a whole message")
		}
		a.kind, a.first = u.kind, p
		a.chooser = newChooser(p.seqLen, p.checksum)
		a.rows = make([]*row, p.seqLen)
		return nil
	}
	f := a.first
	if p.seqLen != f.seqLen || p.messageLen != f.messageLen || p.checksum != f.checksum || len(p.data) != len(f.data) {
		return fault.New(KindFramesMixed, "parts of two messages")
	}
	return nil
}

// addPart eliminates: it reduces the part by the rows there are, and keeps
// what is left where it says something new.
func (a *Assembler) addPart(p part) error {
	r := &row{make([]uint64, (p.seqLen+63)/64), append([]byte(nil), p.data...)}
	for _, i := range a.chooser.fragments(p.seqNum) {
		r.set[i/64] |= 1 << (i % 64)
	}
	for {
		i := r.lowest()
		if i < 0 {
			return nil // it followed from earlier parts
		}
		if a.rows[i] == nil {
			a.rows[i] = r
			a.rank++
			break
		}
		r.mix(a.rows[i])
	}
	if a.rank < a.first.seqLen {
		return nil
	}
	return a.finish()
}

func (r *row) lowest() int {
	for w, word := range r.set {
		if word != 0 {
			return 64*w + bits.TrailingZeros64(word)
		}
	}
	return -1
}

func (r *row) mix(other *row) {
	for w := range r.set {
		r.set[w] ^= other.set[w]
	}
	xor(r.data, other.data)
}

// finish substitutes from the last fragment back, joins and checks.
func (a *Assembler) finish() error {
	message := make([]byte, 0, a.first.seqLen*len(a.first.data))
	for i := a.first.seqLen - 1; i >= 0; i-- {
		r := a.rows[i]
		for r.set[i/64] &^= 1 << (i % 64); ; {
			j := r.lowest()
			if j < 0 {
				break
			}
			r.set[j/64] &^= 1 << (j % 64)
			xor(r.data, a.rows[j].data)
		}
	}
	for _, r := range a.rows {
		message = append(message, r.data...)
	}
	whole := message[:a.first.messageLen]
	if crc32.ChecksumIEEE(whole) != a.first.checksum || !allZero(message[len(whole):]) {
		*a = Assembler{}
		return fault.New(KindFrameChecksum, "the parts do not make the message they name")
	}
	a.whole = &Message{a.kind, whole}
	return nil
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

func (a *Assembler) progress() Progress {
	switch {
	case a.whole != nil && a.first.seqLen == 0:
		return Progress{1, 1, a.whole}
	default:
		return Progress{a.rank, a.first.seqLen, a.whole}
	}
}

// Join restores a message from parts that are all there, one a line; blank
// lines do not count.
func Join(text string) (Message, error) {
	var a Assembler
	var last Progress
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		var err error
		if last, err = a.Add(line); err != nil {
			return Message{}, err
		}
	}
	if last.Message == nil {
		return Message{}, fault.New(KindFramesIncomplete, "%d of %d", last.Received, last.Expected)
	}
	return *last.Message, nil
}
