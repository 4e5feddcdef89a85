# expected: forgot-return in local_name_is_the_name_of_this_machine
def local_name():
    print(socket.gethostname())
