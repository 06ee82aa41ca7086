/** The mark and the name; the name is the same in every language. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 24 24" width="1.6em" height="1.6em" aria-hidden>
        <rect width="24" height="24" rx="6" fill="#22384f" />
        <path
          d="M16.8 8.2a6 6 0 1 0 0 7.6"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <circle cx="16.6" cy="12" r="1.9" fill="#5fd08a" />
      </svg>
      Callwright
    </span>
  )
}
