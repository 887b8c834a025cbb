// The queues with a trigger, and how many megabytes each may hold.
@export()
var queues = [
  { name: 'certification-events', megabytes: 5120 }
  { name: 'certification-events-bulk', megabytes: 5120 }
  { name: 'certificate-changes', megabytes: 5120 }
  { name: 'certificate-webhooks', megabytes: 5120 }
  { name: 'certificate-uploads', megabytes: 1024 }
]
