namespace Divoc.Functions.Commands.Service;

/// <summary>
/// A command can't be carried out. The message is shown to its user, and the command ends with <see cref="CommandRun.Failed"/>.
/// </summary>
internal sealed class CommandException(string message, Exception? innerException = null) : Exception(message, innerException);
