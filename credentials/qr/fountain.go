package qr

import (
	"encoding/binary"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// chooser says which fragments a part mixes (BCR-2024-001, "Fragment Chooser").
type chooser struct {
	seqLen   int
	checksum uint32
	degrees  sampler
}

func newChooser(seqLen int, checksum uint32) chooser {
	weights := make([]float64, seqLen)
	for i := range weights {
		weights[i] = 1 / float64(i+1)
	}
	return chooser{seqLen, checksum, newSampler(weights)}
}

// fragments returns the indexes that part seqNum mixes, in no order.
func (c chooser) fragments(seqNum uint32) []int {
	if uint64(seqNum) <= uint64(c.seqLen) {
		return []int{int(seqNum) - 1}
	}
	seed := binary.BigEndian.AppendUint32(nil, seqNum)
	rng := newXoshiro(binary.BigEndian.AppendUint32(seed, c.checksum))
	return shuffle(c.seqLen, c.degrees.draw(rng)+1, rng)
}

// shuffle draws count of the numbers below n, in the order of the reference's
// Fisher-Yates shuffle, which removes each drawn item from the list.
func shuffle(n, count int, rng *xoshiro) []int {
	remaining := make([]int, n)
	for i := range remaining {
		remaining[i] = i
	}
	drawn := make([]int, 0, count)
	for len(drawn) < count {
		i := rng.below(len(remaining))
		drawn = append(drawn, remaining[i])
		remaining = append(remaining[:i], remaining[i+1:]...)
	}
	return drawn
}

// part is one of a message's many parts.
type part struct {
	seqNum     uint32
	seqLen     int
	messageLen int
	checksum   uint32
	data       []byte
}

func (p part) encode() ([]byte, error) {
	return encoding.EncodeCBOR([]any{p.seqNum, p.seqLen, p.messageLen, p.checksum, p.data})
}

// decodePart reads a part and holds its numbers to their ranges and to each
// other: the fragments must cover the message, and none may be superfluous.
func decodePart(raw []byte) (part, error) {
	tree, err := encoding.DecodeCBOR(raw)
	if err != nil {
		return part{}, err
	}
	list, ok := tree.([]any)
	if !ok || len(list) != 5 {
		return part{}, fault.New(KindFrameIndexRange, "a part is not an array of five")
	}
	var numbers [4]uint64
	for i, most := range [4]uint64{1<<32 - 1, MaxFragments, MaxMessage, 1<<32 - 1} {
		n, ok := unsigned(list[i])
		if !ok || n > most || n == 0 && i < 3 {
			return part{}, fault.New(KindFrameIndexRange, "member %d of a part is outside its range", i)
		}
		numbers[i] = n
	}
	data, ok := list[4].([]byte)
	p := part{uint32(numbers[0]), int(numbers[1]), int(numbers[2]), uint32(numbers[3]), data}
	if !ok || len(data) == 0 || len(data) > p.messageLen || fragmentCount(p.messageLen, len(data)) != p.seqLen {
		return part{}, fault.New(KindFrameIndexRange, "%d fragments of %d bytes do not make %d bytes", p.seqLen, len(data), p.messageLen)
	}
	return p, nil
}

func unsigned(v any) (uint64, bool) {
	switch n := v.(type) {
	case uint64:
		return n, true
	case int64:
		return uint64(n), n >= 0
	}
	return 0, false
}

func fragmentCount(messageLen, fragmentLen int) int {
	return (messageLen + fragmentLen - 1) / fragmentLen
}

// fragmentLength is the reference's choice: the fewest fragments of at most
// maxLen bytes each, evenly filled.
func fragmentLength(messageLen, minLen, maxLen int) int {
	length := messageLen
	for count := 1; count <= messageLen/minLen; count++ {
		if length = fragmentCount(messageLen, count); length <= maxLen {
			break
		}
	}
	return length
}

// xor mixes b into a.
func xor(a, b []byte) {
	for i := range a {
		a[i] ^= b[i]
	}
}
