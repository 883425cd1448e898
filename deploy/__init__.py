"""What puts the services to work: images, local stack, sample Office, monitoring."""
