// Command domicile issues, holds, shows and checks digital credentials, and
// serves the pages that do the same in a browser.
//
// What it says about an input, the browser says too: both run the same code.
// Results go to standard output, sentences for people to standard error. The
// exit status of commands that judge is 0 where all is valid, 1 where anything
// is invalid, 2 where nothing is invalid but something could not be checked;
// 64 means wrong usage, 70 a fault of the program.
package main

import "os"

func main() {
	os.Exit(run(&terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}
