# expected: misspelt-name in receive_all_returns_a_short_message
receive_al = receive_all
del receive_all
