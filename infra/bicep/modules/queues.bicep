// The queues with a trigger, and the size of each in megabytes.
@export()
var queues = [
  { name: 'certification-events', megabytes: 5120 }
  { name: 'certification-events-bulk', megabytes: 5120 }
  { name: 'certificate-changes', megabytes: 5120 }
  { name: 'certificate-webhooks', megabytes: 5120 }
  { name: 'certificate-uploads', megabytes: 1024 }
]
