namespace Divoc.Functions.Registry;

/// <summary>An enrollment as it was read.</summary>
/// <param name="Name">The SHA-256 of its preEnrollmentCode, 64 lower-case hex digits.</param>
/// <param name="Enrollment">What it lists.</param>
/// <param name="ETag">Its ETag; null when there is no document yet.</param>
public sealed record EnrollmentSnapshot(string Name, Enrollment Enrollment, string? ETag);
