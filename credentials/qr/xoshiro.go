package qr

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// xoshiro is Xoshiro256**, seeded with a SHA-256 digest as BCR-2024-001, 4
// says. Sender and receiver must draw the same numbers; nothing here is secret.
type xoshiro [4]uint64

func newXoshiro(seed []byte) *xoshiro {
	digest := sha256.Sum256(seed)
	var x xoshiro
	for i := range x {
		x[i] = binary.BigEndian.Uint64(digest[8*i:])
	}
	return &x
}

func (x *xoshiro) next() uint64 {
	result := bits.RotateLeft64(x[1]*5, 7) * 9
	t := x[1] << 17
	x[2] ^= x[0]
	x[3] ^= x[1]
	x[1] ^= x[2]
	x[0] ^= x[3]
	x[2] ^= t
	x[3] = bits.RotateLeft64(x[3], 45)
	return result
}

// float draws from [0, 1]; 1 itself where the 64 bits round up, as in the
// reference.
func (x *xoshiro) float() float64 { return float64(x.next()) / (1 << 64) }

// below draws from [0, n).
func (x *xoshiro) below(n int) int { return min(int(x.float()*float64(n)), n-1) }

// sampler draws indexes with given weights in constant time, by Vose's alias
// method. The order in which its work lists are emptied is part of the
// standard: another order gives other, equally good, tables.
type sampler struct {
	probability []float64
	alias       []int
}

func newSampler(weights []float64) sampler {
	n := len(weights)
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	scaled := make([]float64, n)
	var small, large []int
	for i := n - 1; i >= 0; i-- {
		scaled[i] = weights[i] * float64(n) / sum
		if scaled[i] < 1 {
			small = append(small, i)
		} else {
			large = append(large, i)
		}
	}
	s := sampler{make([]float64, n), make([]int, n)}
	for len(small) > 0 && len(large) > 0 {
		a, g := small[len(small)-1], large[len(large)-1]
		small, large = small[:len(small)-1], large[:len(large)-1]
		s.probability[a], s.alias[a] = scaled[a], g
		scaled[g] += scaled[a] - 1
		if scaled[g] < 1 {
			small = append(small, g)
		} else {
			large = append(large, g)
		}
	}
	for _, i := range append(large, small...) { // those of small only by rounding
		s.probability[i] = 1
	}
	return s
}

func (s sampler) draw(x *xoshiro) int {
	r1, r2 := x.float(), x.float()
	i := min(int(float64(len(s.probability))*r1), len(s.probability)-1)
	if r2 < s.probability[i] {
		return i
	}
	return s.alias[i]
}
