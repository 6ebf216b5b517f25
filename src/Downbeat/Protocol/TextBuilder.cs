using System.Buffers;

namespace Downbeat.Protocol;

/// <summary>Builds a text on the stack, and in a rented array once it outgrows that.</summary>
internal ref struct TextBuilder(Span<char> start)
{
    private Span<char> _chars = start;
    private char[]? _rented;

    public int Length { get; private set; }

    public void Append(char value)
    {
        Span<char> room = Room(1);
        room[0] = value;
        Length++;
    }

    public void Append(scoped ReadOnlySpan<char> value)
    {
        value.CopyTo(Room(value.Length));
        Length += value.Length;
    }

    public void AppendAscii(scoped ReadOnlySpan<byte> value)
    {
        System.Text.Ascii.ToUtf16(value, Room(value.Length), out int written);
        Length += written;
    }

    public void Append(System.Text.Rune value) => Length += value.EncodeToUtf16(Room(2));

    public void CutTo(int length) => Length = length;

    public readonly void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
        }
    }

    public readonly override string ToString() => _chars[..Length].ToString();

    private Span<char> Room(int needed)
    {
        if (_chars.Length - Length < needed)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(Length + needed, _chars.Length * 2));
            _chars[..Length].CopyTo(larger);
            Dispose();
            _chars = _rented = larger;
        }

        return _chars[Length..];
    }
}
