# expected: misspelt-name
receive_al = receive_all
del receive_all
