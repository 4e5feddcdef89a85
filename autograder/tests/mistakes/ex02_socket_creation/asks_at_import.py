# expected: input-at-import in create_makes_the_socket_asked_for
default_port = int(input("port? "))
