namespace Divoc.Functions.Intake;

/// <summary>What was read of a field.</summary>
/// <param name="Value">A string, list of strings, date, date-time, int or slice of the body; null where the value has a fault. Of a group of fields: whether it is an object.</param>
/// <param name="Position">Where in the body the value begins, in bytes.</param>
internal readonly record struct FieldValue(object? Value, long Position);
