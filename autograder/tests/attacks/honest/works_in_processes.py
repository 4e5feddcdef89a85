"""Has several processes work, with queues, locks and shared memory between them."""
import multiprocessing
import multiprocessing.shared_memory


def square(number):
    return number * number


def honest():
    context = multiprocessing.get_context("fork")
    with context.Pool(4) as pool:
        squares = pool.map(square, range(100))
    shared = multiprocessing.shared_memory.SharedMemory(create=True, size=1_000_000)
    shared.buf[:5] = b"hello"
    answers = context.SimpleQueue()
    worker = context.Process(target=lambda: answers.put(bytes(shared.buf[:5])))
    worker.start()
    word = answers.get()
    worker.join()
    shared.close()
    shared.unlink()
    return squares == [number * number for number in range(100)] and word == b"hello"
