package encoding_test

import (
	"bytes"
	"compress/zlib"
	"math/rand/v2"
	"testing"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// noise does not compress.
func noise(length int) []byte {
	source, b := rand.New(rand.NewPCG(1, 2)), make([]byte, length)
	for i := range b {
		b[i] = byte(source.Uint32())
	}
	return b
}

func withDictionary() []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevelDict(&b, 6, []byte("HC1"))
	_, _ = w.Write([]byte("HC1"))
	_ = w.Close()
	return b.Bytes()
}

func TestInflateRefuses(t *testing.T) {
	good := encoding.Deflate([]byte("a health certificate, of some length"))
	flipped := bytes.Clone(good)
	flipped[len(flipped)-1] ^= 1
	for defect, c := range map[string]struct {
		data []byte
		kind fault.Kind
	}{
		"empty":                  {nil, encoding.KindZlibMissing},
		"one byte":               {good[:1], encoding.KindZlibMissing},
		"not compressed":         {[]byte{0xD2, 0x84, 0x43}, encoding.KindZlibMissing},
		"gzip":                   {[]byte{0x1F, 0x8B, 8, 0}, encoding.KindZlibMissing},
		"raw deflate":            {good[2:], encoding.KindZlibMissing},
		"header only":            {good[:2], encoding.KindZlibCorrupt},
		"checksum cut off":       {good[:len(good)-1], encoding.KindZlibCorrupt},
		"checksum wrong":         {flipped, encoding.KindZlibCorrupt},
		"dictionary demanded":    {withDictionary(), encoding.KindZlibCorrupt},
		"byte after the stream":  {append(bytes.Clone(good), 0), encoding.KindZlibTrailingData},
		"two streams":            {append(bytes.Clone(good), good...), encoding.KindZlibTrailingData},
		"one byte over":          {encoding.Deflate(noise(encoding.MaxInflated + 1)), encoding.KindZlibTooLarge},
		"4 MiB of zeros in 4 KB": {encoding.Deflate(make([]byte, 4<<20)), encoding.KindZlibTooLarge},
		"200 KiB in 0.2 KB":      {encoding.Deflate(make([]byte, 200<<10)), encoding.KindZlibRatio},
	} {
		if _, err := encoding.Inflate(c.data, encoding.MaxInflated); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %q", defect, err, c.kind)
		}
	}
}

func TestInflateRefusesEveryTruncation(t *testing.T) {
	good := encoding.Deflate(noise(300))
	for n := range good {
		if _, err := encoding.Inflate(good[:n], encoding.MaxInflated); err == nil {
			t.Errorf("the first %d of %d bytes are taken", n, len(good))
		}
	}
}

func TestInflateAccepts(t *testing.T) {
	for name, c := range map[string]struct {
		data  []byte
		limit int
	}{
		"nothing":              {[]byte{}, encoding.MaxInflated},
		"text":                 {[]byte("HC1:"), encoding.MaxInflated},
		"exactly the limit":    {noise(encoding.MaxInflated), encoding.MaxInflated},
		"a list mostly zeros":  {make([]byte, 4<<20), 16 << 20},
		"limit of a few bytes": {[]byte("abc"), 3},
	} {
		got, err := encoding.Inflate(encoding.Deflate(c.data), c.limit)
		if err != nil || !bytes.Equal(got, c.data) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

// FuzzInflate holds that no input gives more than the limit.
func FuzzInflate(f *testing.F) {
	f.Add(encoding.Deflate([]byte("HC1:")))
	f.Add(encoding.Deflate(make([]byte, 1<<20)))
	f.Add([]byte{0x78, 0x9C})
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := encoding.Inflate(data, 4096)
		if err == nil && (len(out) > 4096 || len(out) > len(data)*encoding.MaxRatio) {
			t.Fatalf("%d bytes became %d", len(data), len(out))
		}
	})
}

// No other value of the last byte before the checksum is read: the bits that
// fill it up are skipped by the standard library.
func TestInflateRefusesPadding(t *testing.T) {
	cases := 0
	for length := range 40 {
		packed := encoding.Deflate(bytes.Repeat([]byte{'a', byte(length)}, length))
		at := len(packed) - 5
		for change := 1; change < 256; change++ {
			mangled := bytes.Clone(packed)
			mangled[at] ^= byte(change)
			if _, err := encoding.Inflate(mangled, encoding.MaxInflated); err == nil {
				t.Errorf("%d bytes: accepted with %08b for %08b", length, mangled[at], packed[at])
			}
			cases++
		}
	}
	t.Logf("%d cases", cases)
}
