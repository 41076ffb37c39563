package qr

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"slices"
	"testing"

	"domicile/internal/vectors"
)

type consensus struct {
	CRC32 []struct {
		Text  string `json:"text"`
		Hex   string `json:"hex"`
		CRC32 string `json:"crc32"`
	} `json:"crc32"`
	Xoshiro struct {
		String  string `json:"string"`
		Numbers []int  `json:"numbers"`
	} `json:"xoshiro256starstar_sha256seed"`
	Fountain struct {
		Message string   `json:"message_hex"`
		Most    int      `json:"maxFragmentLen"`
		SeqLen  int      `json:"seqLen"`
		CRC32   string   `json:"crc32"`
		Parts   []string `json:"parts_cbor"`
	} `json:"fountain_256"`
	Part struct {
		SeqNum     uint32 `json:"seqNum"`
		SeqLen     int    `json:"seqLen"`
		MessageLen int    `json:"messageLen"`
		Checksum   string `json:"checksum"`
		Data       string `json:"data"`
		CBOR       string `json:"cbor"`
	} `json:"part_cbor"`
	FragmentLength [][4]int `json:"fragment_length"`
}

func loadConsensus(t *testing.T) (c consensus) {
	vectors.ReadJSON(t, "ur/bcr-2024-001.json", &c)
	return c
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestChecksumAsInTheStandard(t *testing.T) {
	for _, row := range loadConsensus(t).CRC32 {
		data := []byte(row.Text)
		if row.Hex != "" {
			data = unhex(t, row.Hex)
		}
		if got := fmt.Sprintf("%08x", crc32.ChecksumIEEE(data)); got != row.CRC32 {
			t.Errorf("crc32 = %s, want %s", got, row.CRC32)
		}
	}
}

func TestGeneratorAsInTheStandard(t *testing.T) {
	c := loadConsensus(t).Xoshiro
	rng := newXoshiro([]byte(c.String))
	for i, want := range c.Numbers {
		if got := int(rng.next() % 100); got != want {
			t.Fatalf("number %d = %d, want %d", i, got, want)
		}
	}
	t.Logf("%d numbers", len(c.Numbers))
}

// The first degrees and shuffles of BCR-2024-001, "Degree Chooser" and "The
// Fisher-Yates Shuffle", drawn from the seed "Wolf".
func TestDegreesAsInTheStandard(t *testing.T) {
	want := []int{7, 9, 2, 1, 4, 2, 1, 1, 3, 10, 7, 1, 1, 4, 3, 8, 6, 2, 3, 2, 1, 1, 4, 5, 8, 4, 4, 1, 6, 1, 5, 2, 3, 3, 5, 2, 1, 10, 2, 5}
	rng, c := newXoshiro([]byte("Wolf")), newChooser(11, 0)
	for i := range want {
		if got := c.degrees.draw(rng) + 1; got != want[i] {
			t.Fatalf("degree %d = %d, want %d", i, got, want[i])
		}
	}
}

func TestShuffleAsInTheStandard(t *testing.T) {
	want := [][]int{{6}, {5, 8}, {4, 10, 5}, {7, 10, 3, 8}, {10, 8, 6, 5, 1}, {1, 3, 9, 8, 4, 6}, {4, 6, 8, 9, 3, 2, 1},
		{3, 9, 7, 4, 5, 1, 10, 8}, {3, 10, 2, 6, 8, 5, 7, 9, 1}, {1, 5, 3, 8, 2, 6, 7, 9, 4, 10}}
	rng := newXoshiro([]byte("Wolf"))
	for i, row := range want {
		got := shuffle(10, i+1, rng)
		for j := range got {
			got[j]++ // the standard shuffles 1 to 10
		}
		if !slices.Equal(got, row) {
			t.Fatalf("shuffle %d = %v, want %v", i, got, row)
		}
	}
}

func TestFragmentLengthAsInTheStandard(t *testing.T) {
	for _, row := range loadConsensus(t).FragmentLength {
		if got := fragmentLength(row[0], row[1], row[2]); got != row[3] {
			t.Errorf("fragmentLength(%d, %d, %d) = %d, want %d", row[0], row[1], row[2], got, row[3])
		}
	}
}

func TestPartsAsInTheStandard(t *testing.T) {
	c := loadConsensus(t)
	p := part{c.Part.SeqNum, c.Part.SeqLen, c.Part.MessageLen, 0x12345678, unhex(t, c.Part.Data)}
	if raw, err := p.encode(); err != nil || hex.EncodeToString(raw) != c.Part.CBOR {
		t.Errorf("part = %x, %v; want %s", raw, err, c.Part.CBOR)
	}
	e, err := NewEncoder("bytes", unhex(t, c.Fountain.Message), c.Fountain.Most)
	if err != nil {
		t.Fatal(err)
	}
	if e.Fragments() != c.Fountain.SeqLen {
		t.Fatalf("%d fragments, want %d", e.Fragments(), c.Fountain.SeqLen)
	}
	for i, want := range c.Fountain.Parts {
		text, err := e.Part(uint32(i + 1))
		if err != nil {
			t.Fatal(err)
		}
		u, err := parseUR(text)
		if err != nil {
			t.Fatal(err)
		}
		if raw, _ := u.part.encode(); hex.EncodeToString(raw) != want {
			t.Errorf("part %d = %x, want %s", i+1, raw, want)
		}
	}
	t.Logf("%d parts", len(c.Fountain.Parts))
}

func TestBytewordsAsInTheStandard(t *testing.T) {
	var v struct {
		Body  string `json:"body_hex"`
		CRC32 string `json:"crc32"`
		Words string `json:"bytewords"`
	}
	vectors.ReadJSON(t, "ur/bytewords.json", &v)
	want := ""
	for _, word := range bytes.Fields([]byte(v.Words)) {
		want += string(word[0]) + string(word[3])
	}
	if got := encodeBytewords(unhex(t, v.Body)); got != want {
		t.Errorf("encodeBytewords = %s, want %s", got, want)
	}
}
