package claim

import (
	"cmp"
	"slices"
	"strconv"
)

// reading is the order in which a person reads a card; other claims follow by
// name.
var reading = []string{
	"given_name", "family_name", "name", "birthdate", "birth_date", "place_of_birth",
	"age_equal_or_over", "age_in_years", "nationality", "nationalities", "sex",
	"residency", "address", "issuing_authority", "issuing_country", "issuing_jurisdiction",
}

// Leaves returns the claims of a tree that hold no other claims, in the order in
// which a person reads a card. An empty object or array is a leaf.
func Leaves(tree map[string]any) []Found {
	var leaves []Found
	Walk(tree, func(f Found) bool {
		if isLeaf(f.Value) {
			leaves = append(leaves, f)
		}
		return true
	})
	slices.SortFunc(leaves, func(a, b Found) int { return compare(a.Path, b.Path) })
	return leaves
}

func isLeaf(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return true
}

func compare(a, b Path) int {
	if c := cmp.Compare(rank(a[0]), rank(b[0])); c != 0 {
		return c
	}
	return slices.CompareFunc(a, b, compareComponents)
}

func rank(first any) int {
	name, _ := first.(string)
	if i := slices.Index(reading, name); i >= 0 {
		return i
	}
	return len(reading)
}

// compareComponents puts numbers, also those in names, in the order of counting.
func compareComponents(a, b any) int {
	m, numberA := number(a)
	n, numberB := number(b)
	if numberA && numberB {
		return cmp.Compare(m, n)
	}
	x, _ := a.(string)
	y, _ := b.(string)
	return cmp.Compare(x, y)
}

func number(component any) (int, bool) {
	if i, ok := component.(int); ok {
		return i, true
	}
	name, _ := component.(string)
	n, err := strconv.Atoi(name)
	return n, err == nil
}
