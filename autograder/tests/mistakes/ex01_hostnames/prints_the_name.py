# expected: forgot-return
def local_name():
    print(socket.gethostname())
