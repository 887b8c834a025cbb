using System.Text.Json;

namespace Divoc.Functions.Domain;

/// <summary>What was accepted to be certified, in the form that its certificate type gives it.</summary>
/// <param name="Type">The name of the certificate type, such as <c>vaccination</c>.</param>
/// <param name="Version">The version of the type's definition, from 1: a changed definition never reads old data in a new way.</param>
/// <param name="Shape">Which of the type's request shapes it came in.</param>
/// <param name="Data">The normalised event, an object that only its type reads.</param>
public sealed record AcceptedEvent(string Type, int Version, string Shape, JsonElement Data);
