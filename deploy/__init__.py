"""How Thidua is put to work: the embedded stack, images, Compose and Kubernetes."""
