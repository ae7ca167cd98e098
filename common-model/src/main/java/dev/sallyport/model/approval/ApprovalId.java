package dev.sallyport.model.approval;

/// Names one question: short enough to be read aloud, such as `A-7Q2M9K`.
public record ApprovalId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
